import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { SparseRows } from '../embed/rows/sparse-rows.ts';
import { makeRandom } from '../maths/index.ts';

/** Rounds of subspace iteration, and directions beyond those asked for. */
const ROUNDS = 6;
const EXTRA = 6;

/** Gram and Schmidt on the columns of a p x k matrix, in place. */
const orthonormal = (v: Float64Array, p: number, k: number): void => {
  for (let c = 0; c < k; c++) {
    for (let b = 0; b < c; b++) {
      let along = 0;
      for (let j = 0; j < p; j++) along += (v[j * k + c] as number) * (v[j * k + b] as number);
      for (let j = 0; j < p; j++) v[j * k + c] = (v[j * k + c] as number) - along * (v[j * k + b] as number);
    }
    let squares = 0;
    for (let j = 0; j < p; j++) squares += (v[j * k + c] as number) ** 2;
    const scale = squares > 1e-24 ? 1 / Math.sqrt(squares) : 0;
    for (let j = 0; j < p; j++) v[j * k + c] = (v[j * k + c] as number) * scale;
  }
};

/**
 * The first `size` principal components of sparse rows, without ever making them dense: subspace iteration on the covariance of the fitted
 * rows, centred implicitly. Returns every row's components (n x size), each scaled to deviation 1 over the fitted rows.
 */
export const principalComponents = (
  x: SparseRows,
  fitted: ArrayLike<number>,
  size: number,
  seed: number,
): Float64Array => {
  const { p } = x;
  const k = Math.min(p, size + EXTRA);
  const random = makeRandom(seed);
  const mean = new Float64Array(p);
  const m = fitted.length;
  for (let r = 0; r < m; r++) {
    const i = fitted[r] as number;
    for (let e = x.start[i] as number; e < (x.start[i + 1] as number); e++) {
      const j = x.index[e] as number;
      mean[j] = (mean[j] as number) + (x.value[e] as number) / m;
    }
  }
  const v = Float64Array.from({ length: p * k }, random.normal);
  const scores = (i: number, shift: Float64Array, out: Float64Array): void => {
    for (let c = 0; c < k; c++) out[c] = -(shift[c] as number);
    for (let e = x.start[i] as number; e < (x.start[i + 1] as number); e++) {
      const from = (x.index[e] as number) * k;
      const value = x.value[e] as number;
      for (let c = 0; c < k; c++) out[c] = (out[c] as number) + value * (v[from + c] as number);
    }
  };
  const shiftOf = (): Float64Array => {
    const shift = new Float64Array(k);
    for (let j = 0; j < p; j++)
      for (let c = 0; c < k; c++)
        shift[c] = (shift[c] as number) + (mean[j] as number) * (v[j * k + c] as number);
    return shift;
  };
  const own = new Float64Array(k);
  for (let round = 0; round < ROUNDS; round++) {
    orthonormal(v, p, k);
    const shift = shiftOf();
    const next = new Float64Array(p * k);
    const total = new Float64Array(k);
    for (let r = 0; r < m; r++) {
      const i = fitted[r] as number;
      scores(i, shift, own);
      for (let c = 0; c < k; c++) total[c] = (total[c] as number) + (own[c] as number);
      for (let e = x.start[i] as number; e < (x.start[i + 1] as number); e++) {
        const to = (x.index[e] as number) * k;
        for (let c = 0; c < k; c++)
          next[to + c] = (next[to + c] as number) + (x.value[e] as number) * (own[c] as number);
      }
    }
    for (let j = 0; j < p; j++)
      for (let c = 0; c < k; c++)
        v[j * k + c] = (next[j * k + c] as number) - (mean[j] as number) * (total[c] as number);
  }
  orthonormal(v, p, k);
  const shift = shiftOf();
  const gram = Matrix.zeros(k, k);
  for (let r = 0; r < m; r++) {
    scores(fitted[r] as number, shift, own);
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        gram.set(a, b, gram.get(a, b) + ((own[a] as number) * (own[b] as number)) / m);
  }
  const eigen = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const order = eigen.realEigenvalues
    .map((value, c) => ({ value, c }))
    .sort((a, b) => b.value - a.value)
    .slice(0, size);
  const out = new Float64Array(x.n * size);
  for (let i = 0; i < x.n; i++) {
    scores(i, shift, own);
    order.forEach(({ value, c }, s) => {
      let sum = 0;
      for (let a = 0; a < k; a++) sum += (own[a] as number) * eigen.eigenvectorMatrix.get(a, c);
      out[i * size + s] = value > 1e-12 ? sum / Math.sqrt(value) : 0;
    });
  }
  return out;
};
