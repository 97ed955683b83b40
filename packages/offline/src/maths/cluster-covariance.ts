import { addOuter, mirror } from './matrix.ts';

/**
 * The clustered sandwich c B M Bᵀ (p x p): M = Σ_g s_g s_gᵀ, s_g the sum over a cluster's rows of residual_i x_i, c = G/(G - 1) unless
 * given, G the number of clusters, B the bread (p x p; the inverse Hessian of a regression). Each row is its own cluster when none are given.
 */
export const clusterCovariance = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly residuals: ArrayLike<number>;
  readonly bread: Float64Array;
  readonly cluster?: ArrayLike<string | number>;
  readonly correction?: number;
}): Float64Array => {
  const { x, n, p, residuals, bread, cluster } = input;
  const scores = new Map<string | number, Float64Array>();
  const meat = new Float64Array(p * p);
  const own = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    let s = cluster === undefined ? own.fill(0) : scores.get(cluster[i] as string | number);
    if (s === undefined) scores.set(cluster?.[i] as string | number, (s = new Float64Array(p)));
    for (let k = 0; k < p; k++) s[k] = (s[k] as number) + (residuals[i] as number) * (x[i * p + k] as number);
    if (cluster === undefined) addOuter(meat, p, s, 0, 1);
  }
  for (const s of scores.values()) addOuter(meat, p, s, 0, 1);
  mirror(meat, p);
  const clusters = cluster === undefined ? n : scores.size;
  const correction = input.correction ?? clusters / (clusters - 1);
  const half = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let k = 0; k < p; k++) {
      const b = bread[i * p + k] as number;
      if (b === 0) continue;
      for (let j = 0; j < p; j++)
        half[i * p + j] = (half[i * p + j] as number) + b * (meat[k * p + j] as number);
    }
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += (half[i * p + k] as number) * (bread[j * p + k] as number);
      out[i * p + j] = correction * sum;
    }
  return mirror(out, p);
};
