import { addOuter, mirror } from './matrix.ts';

/**
 * Cluster-robust standard errors of a fitted regression: the root of the diagonal of G/(G-1) B M B, where B is the inverse
 * Hessian (p x p), M = Σ_g s_g s_gᵀ and s_g the sum over a cluster's rows of residual_i x_i.
 */
export const clusterErrors = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly residuals: ArrayLike<number>;
  readonly covariance: Float64Array;
  readonly cluster: ArrayLike<string | number>;
}): Float64Array => {
  const { x, n, p, residuals, covariance, cluster } = input;
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
  return Float64Array.from({ length: p }, (_, k) => {
    let variance = 0;
    for (let i = 0; i < p; i++) {
      let row = 0;
      for (let j = 0; j < p; j++) row += (meat[i * p + j] as number) * (covariance[j * p + k] as number);
      variance += (covariance[k * p + i] as number) * row;
    }
    return Math.sqrt(correction * variance);
  });
};
