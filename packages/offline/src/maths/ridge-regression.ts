import { Fault } from '@causeway/contract';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { gram, rowDot } from './matrix.ts';

export type RidgeInput = {
  /** n x p, row-major, without a column of ones: the intercept is added and never penalised. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly y: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
  /** Penalties to choose from, as a share of n on standardised columns; the best leave-one-out error wins. */
  readonly grid?: readonly number[];
};

export type RidgeFit = {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly lambda: number;
  /** Weighted mean squared leave-one-out error at `lambda`, and the same of the plain mean. */
  readonly looError: number;
  readonly meanError: number;
  /** Effective number of coefficients: the trace of the hat matrix, intercept included. */
  readonly degrees: number;
};

export const RIDGE_GRID: readonly number[] = [1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1, 3, 10, 100, 1e4];

/**
 * Ridge regression min Σ w (y - a - xᵀb)² + λ n Σ (s_k b_k)², s_k the column's standard deviation, with λ chosen by the closed
 * form of the leave-one-out residual e_i / (1 - h_ii). One eigendecomposition of the standardised Gram matrix serves
 * the whole grid. Columns that do not vary get 0. Throws `bad-input` for fewer than two rows or a number that is not finite.
 */
export const fitRidge = (input: RidgeInput): RidgeFit => {
  const { x, n, p, y, weights } = input;
  if (n < 2) throw new Fault('bad-input', 'ridge', `got ${n} rows, at least 2 are needed`);
  const weight = (i: number) => (weights === undefined ? 1 : (weights[i] as number));
  let total = 0;
  let meanY = 0;
  const mean = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(y[i] as number))
      throw new Fault('bad-input', `row ${i}`, `outcome ${y[i]} is not a finite number`);
    total += weight(i);
    meanY += weight(i) * (y[i] as number);
    for (let k = 0; k < p; k++) mean[k] = (mean[k] as number) + weight(i) * (x[i * p + k] as number);
  }
  meanY /= total;
  for (let k = 0; k < p; k++) mean[k] = (mean[k] as number) / total;
  const spread = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < p; k++)
      spread[k] = (spread[k] as number) + weight(i) * ((x[i * p + k] as number) - (mean[k] as number)) ** 2;
  }
  const inverse = spread.map((s) => (s / total > 1e-12 ? 1 / Math.sqrt(s / total) : 0));
  const scaled = new Float64Array(n * p);
  const w = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    w[i] = weight(i) / total;
    for (let k = 0; k < p; k++)
      scaled[i * p + k] = ((x[i * p + k] as number) - (mean[k] as number)) * (inverse[k] as number);
  }
  if (!scaled.every(Number.isFinite))
    throw new Fault('bad-input', 'ridge', 'a feature is not a finite number');
  const g = gram(scaled, n, p, w);
  const rows = Array.from({ length: p }, (_, i) => Array.from(g.subarray(i * p, (i + 1) * p)));
  const eigen = p === 0 ? null : new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const values = Float64Array.from(eigen?.realEigenvalues ?? [], (v) => Math.max(v, 0));
  const vectors = eigen?.eigenvectorMatrix;
  const rotated = new Float64Array(n * p); // the rows in the eigenbasis, n x p
  const basis = Array.from({ length: p }, (_, j) =>
    Float64Array.from({ length: p }, (_, k) => vectors?.get(k, j) ?? 0),
  );
  const projected = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const v = rowDot(scaled, i, p, basis[j] as Float64Array);
      rotated[i * p + j] = v;
      projected[j] = (projected[j] as number) + (w[i] as number) * v * ((y[i] as number) - meanY);
    }
  }
  let best = { lambda: Infinity, error: Infinity, degrees: 1 };
  let meanError = 0;
  for (let i = 0; i < n; i++)
    meanError += (w[i] as number) * (((y[i] as number) - meanY) / (1 - (w[i] as number))) ** 2;
  for (const lambda of input.grid ?? RIDGE_GRID) {
    let error = 0;
    const shrunk = values.map((v) => 1 / (v + lambda));
    for (let i = 0; i < n; i++) {
      let fitted = meanY;
      let leverage = 1;
      for (let j = 0; j < p; j++) {
        const v = (rotated[i * p + j] as number) * (shrunk[j] as number);
        fitted += v * (projected[j] as number);
        leverage += v * (rotated[i * p + j] as number);
      }
      const left = 1 - leverage * (w[i] as number);
      error += (w[i] as number) * (((y[i] as number) - fitted) / Math.max(left, 1e-9)) ** 2;
    }
    if (error < best.error)
      best = { lambda, error, degrees: 1 + values.reduce((sum, v) => sum + v / (v + lambda), 0) };
  }
  const coefficients = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const along = (projected[j] as number) / ((values[j] as number) + best.lambda);
    for (let k = 0; k < p; k++)
      coefficients[k] =
        (coefficients[k] as number) +
        along * ((basis[j] as Float64Array)[k] as number) * (inverse[k] as number);
  }
  const intercept = meanY - coefficients.reduce((sum, c, k) => sum + c * (mean[k] as number), 0);
  return {
    intercept,
    coefficients,
    lambda: best.lambda,
    looError: best.error,
    meanError,
    degrees: best.degrees,
  };
};
