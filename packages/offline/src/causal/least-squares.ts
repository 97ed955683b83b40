import { Fault } from '@causeway/contract';
import { cholesky, choleskyInverse, choleskySolve, clusterCovariance, gram, rowDot } from '../maths/index.ts';

export type LeastSquares = {
  readonly coefficients: Float64Array;
  readonly covariance: Float64Array;
  readonly standardErrors: Float64Array;
};

/**
 * (Weighted) least squares with a robust covariance: HC1, n/(n - p) Σ e² x xᵀ in the middle, or with clusters
 * G/(G - 1) (n - 1)/(n - p) Σ_g s_g s_gᵀ. x: n x p with its own column of ones.
 * Throws `bad-input` for no more rows than columns, or dependent columns.
 */
export const leastSquares = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly y: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
  readonly cluster?: ArrayLike<string | number>;
}): LeastSquares => {
  const { x, n, p, y, weight, cluster } = input;
  if (n <= p)
    throw new Fault('bad-input', 'least squares', `got ${n} rows for ${p} columns, more rows are needed`);
  const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  const factor = cholesky(gram(x, n, p, weight), p);
  const bread = choleskyInverse(factor, p);
  const right = new Float64Array(p);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < p; k++)
      right[k] = (right[k] as number) + w(i) * (y[i] as number) * (x[i * p + k] as number);
  const b = choleskySolve(factor, p, right);
  const residuals = Float64Array.from(
    { length: n },
    (_, i) => w(i) * ((y[i] as number) - rowDot(x, i, p, b)),
  );
  const clusters = cluster === undefined ? n : new Set(Array.from(cluster)).size;
  if (clusters < 2) throw new Fault('bad-input', 'clusters', `got ${clusters}, at least 2 are needed`);
  const covariance = clusterCovariance({
    x,
    n,
    p,
    residuals,
    bread,
    ...(cluster === undefined ? {} : { cluster }),
    correction: cluster === undefined ? n / (n - p) : (clusters / (clusters - 1)) * ((n - 1) / (n - p)),
  });
  const standardErrors = Float64Array.from({ length: p }, (_, k) =>
    Math.sqrt(covariance[k * p + k] as number),
  );
  return { coefficients: b, covariance, standardErrors };
};
