import {
  cholesky,
  choleskyInverse,
  choleskySolve,
  clusterErrors,
  gram,
  normalCdf,
  rowDot,
} from '../maths/index.ts';

export type Projection = {
  readonly name: string;
  /** Change of the effect per deviation of the column, the others held. */
  readonly coefficient: number;
  readonly standardError: number;
  readonly p: number;
};

/**
 * The best linear approximation of the effect by standardised columns: least squares of ψ with clustered errors. Which columns go
 * with the effect, not which cause it. Columns that do not vary, or repeat others, are held by a penalty of 1e-6. With weights, least
 * squares weighted by them: rows of z and ψ times sqrt(w), so that clustered errors sum w z (ψ - z b).
 */
export const bestLinearProjection = (
  x: Float64Array,
  d: number,
  psi: Float64Array,
  group: ArrayLike<string | number>,
  names: readonly string[],
  weight?: ArrayLike<number>,
): Projection[] => {
  const n = psi.length;
  const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  let total = 0;
  for (let i = 0; i < n; i++) total += w(i);
  const kept: { k: number; mean: number; deviation: number }[] = [];
  for (let k = 0; k < d; k++) {
    let [mean, square] = [0, 0];
    for (let i = 0; i < n; i++) mean += (w(i) * (x[i * d + k] as number)) / total;
    for (let i = 0; i < n; i++) square += (w(i) * ((x[i * d + k] as number) - mean) ** 2) / total;
    if (square > 1e-12) kept.push({ k, mean, deviation: Math.sqrt(square) });
  }
  const p = kept.length + 1;
  const z = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const root = Math.sqrt(w(i));
    z[i * p] = root;
    kept.forEach(
      ({ k, mean, deviation }, j) =>
        (z[i * p + j + 1] = (root * ((x[i * d + k] as number) - mean)) / deviation),
    );
  }
  const g = gram(z, n, p);
  for (let j = 1; j < p; j++) g[j * p + j] = (g[j * p + j] as number) * (1 + 1e-6);
  const factor = cholesky(g, p);
  const scores = psi.map((v, i) => Math.sqrt(w(i)) * v);
  const right = new Float64Array(p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++)
      right[j] = (right[j] as number) + (scores[i] as number) * (z[i * p + j] as number);
  const b = choleskySolve(factor, p, right);
  const residuals = scores.map((v, i) => v - rowDot(z, i, p, b));
  const errors = clusterErrors({
    x: z,
    n,
    p,
    residuals,
    covariance: choleskyInverse(factor, p),
    cluster: group,
  });
  return kept.map(({ k }, j) => {
    const coefficient = b[j + 1] as number;
    const standardError = errors[j + 1] as number;
    return {
      name: names[k] as string,
      coefficient,
      standardError,
      p: 2 * (1 - normalCdf(Math.abs(coefficient / standardError))),
    };
  });
};
