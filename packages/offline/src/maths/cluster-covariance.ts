import { addOuter, mirror } from './matrix.ts';

/**
 * The clustered sandwich G/(G-1) B M Bᵀ (p x p): M = Σ_g s_g s_gᵀ, s_g the sum over a cluster's rows of residual_i x_i, G the number of
 * clusters, B the bread (p x p; the inverse Hessian of a regression).
 */
export const clusterCovariance = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly residuals: ArrayLike<number>;
  readonly bread: Float64Array;
  readonly cluster: ArrayLike<string | number>;
}): Float64Array => {
  const { x, n, p, residuals, bread, cluster } = input;
  const scores = new Map<string | number, Float64Array>();
  for (let i = 0; i < n; i++) {
    const g = cluster[i] as string | number;
    let s = scores.get(g);
    if (s === undefined) scores.set(g, (s = new Float64Array(p)));
    for (let k = 0; k < p; k++) s[k] = (s[k] as number) + (residuals[i] as number) * (x[i * p + k] as number);
  }
  const meat = new Float64Array(p * p);
  for (const s of scores.values()) addOuter(meat, p, s, 0, 1);
  mirror(meat, p);
  const correction = scores.size / (scores.size - 1);
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
