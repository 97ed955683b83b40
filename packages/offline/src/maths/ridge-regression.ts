import { Fault } from '@causeway/contract';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { gram, rowDot } from './matrix.ts';

export type RidgeDesign = {
  /** n x p, row-major, without a column of ones: the intercept is added and never penalised. */
  readonly x: Float64Array;
  readonly n: number;
  readonly p: number;
};

export type RidgeFit = {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly lambda: number;
  /** Mean squared leave-one-out error at `lambda`, and the same of the plain mean. */
  readonly looError: number;
  readonly meanError: number;
  /** Effective number of coefficients: the trace of the hat matrix, intercept included. */
  readonly degrees: number;
};

/** Penalties to choose from, as a share of n on standardised columns. */
export const RIDGE_GRID: readonly number[] = [1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1, 3, 10, 100, 1e4];

/**
 * Ridge regressions of several outcomes on one design, min Σ (y - a - xᵀb)² + λ n Σ (s_k b_k)², s_k the column's standard deviation, λ
 * chosen from a grid by the closed form of the leave-one-out residual e_i / (1 - h_ii). One eigendecomposition of the
 * standardised Gram matrix serves every outcome and every λ. Columns that do not vary get 0.
 * Throws `bad-input` for fewer than two rows or a number that is not finite.
 */
export const prepareRidge = ({ x, n, p }: RidgeDesign) => {
  if (n < 2) throw new Fault('bad-input', 'ridge', `got ${n} rows, at least 2 are needed`);
  const mean = new Float64Array(p);
  const square = new Float64Array(p);
  for (let k = 0; k < n * p; k++) mean[k % p] = (mean[k % p] as number) + (x[k] as number) / n;
  for (let k = 0; k < n * p; k++)
    square[k % p] = (square[k % p] as number) + ((x[k] as number) - (mean[k % p] as number)) ** 2 / n;
  const inverse = square.map((s) => (s > 1e-12 ? 1 / Math.sqrt(s) : 0));
  const scaled = Float64Array.from(
    { length: n * p },
    (_, k) => ((x[k] as number) - (mean[k % p] as number)) * (inverse[k % p] as number),
  );
  if (!scaled.every(Number.isFinite))
    throw new Fault('bad-input', 'ridge', 'a feature is not a finite number');
  const g = gram(scaled, n, p).map((v) => v / n);
  const rows = Array.from({ length: p }, (_, i) => Array.from(g.subarray(i * p, (i + 1) * p)));
  const eigen = p === 0 ? null : new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const values = Float64Array.from(eigen?.realEigenvalues ?? [], (v) => Math.max(v, 0));
  const basis = Array.from({ length: p }, (_, j) =>
    Float64Array.from({ length: p }, (_, k) => eigen?.eigenvectorMatrix.get(k, j) ?? 0),
  );
  const rotated = new Float64Array(n * p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) rotated[i * p + j] = rowDot(scaled, i, p, basis[j] as Float64Array);

  return (y: ArrayLike<number>, grid: readonly number[] = RIDGE_GRID): RidgeFit => {
    let meanY = 0;
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(y[i] as number))
        throw new Fault('bad-input', `row ${i}`, `outcome ${y[i]} is not a finite number`);
      meanY += (y[i] as number) / n;
    }
    const projected = new Float64Array(p);
    let meanError = 0;
    for (let i = 0; i < n; i++) {
      const gap = (y[i] as number) - meanY;
      meanError += (gap / (1 - 1 / n)) ** 2 / n;
      for (let j = 0; j < p; j++)
        projected[j] = (projected[j] as number) + ((rotated[i * p + j] as number) * gap) / n;
    }
    let best = { lambda: Number.NaN, error: Infinity, degrees: 1 };
    for (const lambda of grid) {
      const shrunk = values.map((v) => 1 / (v + lambda));
      let error = 0;
      for (let i = 0; i < n; i++) {
        let fitted = meanY;
        let leverage = 1;
        for (let j = 0; j < p; j++) {
          const v = (rotated[i * p + j] as number) * (shrunk[j] as number);
          fitted += v * (projected[j] as number);
          leverage += v * (rotated[i * p + j] as number);
        }
        error += (((y[i] as number) - fitted) / Math.max(1 - leverage / n, 1e-9)) ** 2 / n;
      }
      if (error < best.error)
        best = { lambda, error, degrees: 1 + values.reduce((sum, v) => sum + v / (v + lambda), 0) };
    }
    const coefficients = new Float64Array(p);
    for (let j = 0; j < p; j++) {
      const along = (projected[j] as number) / ((values[j] as number) + best.lambda);
      (basis[j] as Float64Array).forEach((v, k) => {
        coefficients[k] = (coefficients[k] as number) + along * v * (inverse[k] as number);
      });
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
};

/** One ridge regression. */
export const fitRidge = (
  input: RidgeDesign & { readonly y: ArrayLike<number>; readonly grid?: readonly number[] },
): RidgeFit => prepareRidge(input)(input.y, input.grid);
