import { Fault } from '@causeway/contract';
import { addOuter, cholesky, choleskyInverse, choleskySolve, gram, mirror, rowDot } from '../maths/index.ts';

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
  const residual = Float64Array.from({ length: n }, (_, i) => w(i) * ((y[i] as number) - rowDot(x, i, p, b)));
  const covariance = robustCovariance({
    x,
    n,
    p,
    residual,
    bread,
    ...(cluster === undefined ? {} : { cluster }),
  });
  const standardErrors = Float64Array.from({ length: p }, (_, k) =>
    Math.sqrt(covariance[k * p + k] as number),
  );
  return { coefficients: b, covariance, standardErrors };
};

/** bread M bread (p x p), M the outer products of residual_i x_i, summed by cluster when there are clusters, with the small-sample factor. */
export const robustCovariance = (input: {
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly residual: ArrayLike<number>;
  readonly bread: Float64Array;
  readonly cluster?: ArrayLike<string | number>;
}): Float64Array => {
  const { x, n, p, residual, bread, cluster } = input;
  const sums = new Map<string | number, Float64Array>();
  const meat = new Float64Array(p * p);
  const own = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    const key = cluster === undefined ? i : (cluster[i] as string | number);
    let s = cluster === undefined ? own.fill(0) : sums.get(key);
    if (s === undefined) sums.set(key, (s = new Float64Array(p)));
    for (let k = 0; k < p; k++) s[k] = (s[k] as number) + (residual[i] as number) * (x[i * p + k] as number);
    if (cluster === undefined) addOuter(meat, p, s, 0, 1);
  }
  for (const s of sums.values()) addOuter(meat, p, s, 0, 1);
  mirror(meat, p);
  const g = sums.size;
  if (cluster !== undefined && g < 2)
    throw new Fault('bad-input', 'clusters', `got ${g}, at least 2 are needed`);
  const scale = cluster === undefined ? n / (n - p) : (g / (g - 1)) * ((n - 1) / (n - p));
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++)
        for (let l = 0; l < p; l++)
          sum += (bread[i * p + k] as number) * (meat[k * p + l] as number) * (bread[l * p + j] as number);
      out[i * p + j] = scale * sum;
    }
  return out;
};
