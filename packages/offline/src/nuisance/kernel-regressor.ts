import { exp } from '@causeway/contract';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { cholesky, gram, makeRandom, rowDot, takeRows } from '../maths/index.ts';
import { allRows } from './folds.ts';
import type { Prediction, Regressor } from './regressor.ts';
import { ridgeRegressor } from './regressors.ts';
import { fitStandard } from './standardise.ts';

const LANDMARKS = 100;
const WIDTHS = [0.7, 1.5];
const PENALTIES = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10];

/** Ridge without intercept or scaling, min Σ (y - xᵀb)² + λ n |b|², λ by the closed leave-one-out error. */
export const plainRidge = (x: Float64Array, n: number, p: number, y: Float64Array) => {
  const g = gram(x, n, p);
  const rows = Array.from({ length: p }, (_, i) => Array.from(g.subarray(i * p, (i + 1) * p), (v) => v / n));
  const eigen = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const values = eigen.realEigenvalues.map((v) => Math.max(v, 0));
  const basis = values.map((_, j) => Float64Array.from(eigen.eigenvectorMatrix.getColumn(j)));
  const rotated = new Float64Array(n * p);
  const along = new Float64Array(p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) {
      const v = rowDot(x, i, p, basis[j] as Float64Array);
      rotated[i * p + j] = v;
      along[j] = (along[j] as number) + (v * (y[i] as number)) / n;
    }
  let best = { error: Infinity, lambda: 0 };
  for (const lambda of PENALTIES) {
    let error = 0;
    for (let i = 0; i < n; i++) {
      let [fitted, leverage] = [0, 0];
      for (let j = 0; j < p; j++) {
        const v = rotated[i * p + j] as number;
        const shrunk = v / ((values[j] as number) + lambda);
        fitted += shrunk * (along[j] as number);
        leverage += (shrunk * v) / n;
      }
      error += (((y[i] as number) - fitted) / Math.max(1e-6, 1 - leverage)) ** 2 / n;
    }
    if (error < best.error) best = { error, lambda };
  }
  const coefficients = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const size = (along[j] as number) / ((values[j] as number) + best.lambda);
    (basis[j] as Float64Array).forEach((v, k) => (coefficients[k] = (coefficients[k] as number) + size * v));
  }
  return { error: best.error, coefficients };
};

/** φ(z) = L⁻¹ k(z), L Lᵀ the kernel of the landmarks: features whose inner products are the Gaussian kernel's (Nyström). */
export const nystrom = (marks: Float64Array, m: number, p: number, width: number) => {
  const scale = -1 / (2 * width * width * p);
  const kernel = (of: Float64Array, i: number, j: number): number => {
    let gap = 0;
    for (let c = 0; c < p; c++) gap += ((of[i * p + c] as number) - (marks[j * p + c] as number)) ** 2;
    return exp(scale * gap);
  };
  const own = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) own[i * m + j] = kernel(marks, i, j) + (i === j ? 1e-6 : 0);
  const l = cholesky(own, m);
  return (of: Float64Array, count: number): Float64Array => {
    const out = new Float64Array(count * m);
    for (let i = 0; i < count; i++)
      for (let a = 0; a < m; a++) {
        let sum = kernel(of, i, a);
        for (let b = 0; b < a; b++) sum -= (l[a * m + b] as number) * (out[i * m + b] as number);
        out[i * m + a] = sum / (l[a * m + a] as number);
      }
    return out;
  };
};

/**
 * Ridge, then kernel ridge regression with a Gaussian kernel on what it leaves: standardised columns, at most 100 landmark rows, kernel
 * width and penalty by the leave-one-out error. For smooth relations on few rows.
 */
export const kernelRegressor: Regressor = {
  name: 'kernel',
  fit: (rows) => {
    const { x, n, d, y, seed } = rows;
    const line = ridgeRegressor.fit(rows);
    const standard = fitStandard(x, d, allRows(n));
    if (n < 30 || standard.p < 2) return line;
    const z = standard.apply(x, d, allRows(n));
    const m = Math.min(LANDMARKS, n);
    const marks = takeRows(z, standard.p, makeRandom(seed).permutation(n).subarray(0, m));
    const fitted = line(x, n);
    const residual = y.map((v, i) => v - (fitted[i] as number));
    let best: { error: number; predict: Prediction } | undefined;
    for (const width of WIDTHS) {
      const features = nystrom(marks, m, standard.p, width);
      const ridge = plainRidge(features(z, n), n, m, residual);
      if (best !== undefined && ridge.error >= best.error) continue;
      const predict: Prediction = (of, count) => {
        const f = features(standard.apply(of, d, allRows(count)), count);
        return Float64Array.from({ length: count }, (_, i) => rowDot(f, i, m, ridge.coefficients));
      };
      best = { error: ridge.error, predict };
    }
    return (of, count) => {
      const more = (best as { predict: Prediction }).predict(of, count);
      return line(of, count).map((v, i) => v + (more[i] as number));
    };
  },
};
