import { Fault } from '@causeway/contract';
import { Matrix, pseudoInverse } from 'ml-matrix';
import { clusterErrors, type Interval, normalQuantile, rowDot, take, takeRows } from '../maths/index.ts';
import {
  allRows,
  fitStandard,
  groupFolds,
  meanRegressor,
  type Regressor,
  stackedRegressor,
} from '../nuisance/index.ts';
import type { InstrumentInput } from './instrument.ts';

export type OrthogonalInstrument = {
  /** One effect for all: Σ z̃ỹ / Σ z̃t̃. */
  readonly effect: Interval;
  /** τ(x) = b_0 + xᵀb of standardised columns: b_0 the effect at the columns' means, then one slope a column. */
  readonly byColumn: readonly { readonly column: string; readonly slope: Interval }[];
  /** Effects of the rows by that line. */
  readonly effects: Float64Array;
};

/** v less what the columns say of it, by models of other folds. */
const residual = (
  v: ArrayLike<number>,
  { x, n, d }: InstrumentInput,
  folds: ReturnType<typeof groupFolds>,
  learner: Regressor,
  seed: number,
): Float64Array => {
  const out = new Float64Array(n);
  for (let j = 0; j < folds.count; j++) {
    const [test, train] = [folds.test(j), folds.train(j)];
    const predict = learner.fit({ x: takeRows(x, d, train), n: train.length, d, y: take(v, train), seed });
    predict(takeRows(x, d, test), test.length).forEach((fit, k) => {
      const i = test[k] as number;
      out[i] = (v[i] as number) - fit;
    });
  }
  return out;
};

/**
 * Effects by an instrument with y, t and z cleared of the columns by cross-fitted learners of any shape (orthogonal moments: errors
 * of the learners enter only multiplied): Σ w z̃ (ỹ - t̃ wᵀb) = 0 with w = 1 for one effect and w = (1, x) for effects by row, errors
 * by the robust or clustered sandwich. Throws `bad-input` where the instrument does not move the treatment.
 */
export const orthogonalInstrument = (
  input: InstrumentInput & { readonly names: readonly string[]; readonly seed: number },
  learner: Regressor = stackedRegressor(),
): OrthogonalInstrument => {
  const { n, d, x, names, seed } = input;
  const group = input.group ?? Array.from({ length: n }, (_, i) => i);
  const folds = groupFolds(Array.from(group, String), 5, seed);
  const [y, t, z] = [input.y, input.t, input.z].map((v) =>
    residual(v, input, folds, d === 0 ? meanRegressor : learner, seed),
  ) as [Float64Array, Float64Array, Float64Array];
  const moved = z.reduce((sum, v, i) => sum + v * (t[i] as number), 0) / n;
  const size = Math.sqrt(z.reduce((s, v) => s + v * v, 0) * t.reduce((s, v) => s + v * v, 0)) / n;
  if (!(Math.abs(moved) > 1e-9 * size))
    throw new Fault('bad-input', 'instrument', 'it does not move the treatment, given the columns');
  const solve = (w: Float64Array, p: number) => {
    const a = Matrix.zeros(p, p);
    const right = Matrix.zeros(p, 1);
    for (let i = 0; i < n; i++) {
      const [zt, zy] = [(z[i] as number) * (t[i] as number), (z[i] as number) * (y[i] as number)];
      for (let k = 0; k < p; k++) {
        const wk = w[i * p + k] as number;
        right.set(k, 0, right.get(k, 0) + wk * zy);
        for (let l = 0; l < p; l++) a.set(k, l, a.get(k, l) + wk * (w[i * p + l] as number) * zt);
      }
    }
    const inverse = pseudoInverse(a);
    const b = Float64Array.from(inverse.mmul(right).getColumn(0));
    const errors = clusterErrors({
      x: w,
      n,
      p,
      residuals: z.map((v, i) => v * ((y[i] as number) - (t[i] as number) * rowDot(w, i, p, b))),
      covariance: Float64Array.from(inverse.to1DArray()),
      cluster: group,
    });
    const half = normalQuantile(0.975);
    const clusters = new Set(Array.from(group)).size;
    return {
      b,
      intervals: Array.from(b, (value, k): Interval => {
        const standardError = errors[k] as number;
        return {
          value,
          low: value - half * standardError,
          high: value + half * standardError,
          standardError,
          clusters,
        };
      }),
    };
  };
  const one = solve(new Float64Array(n).fill(1), 1);
  const standard = fitStandard(x, d, allRows(n));
  const w = standard.apply(x, d, allRows(n));
  const line = solve(w, standard.p);
  return {
    effect: one.intervals[0] as Interval,
    byColumn: line.intervals.map((slope, k) => ({
      column: k === 0 ? 'at the mean' : (names[standard.kept[k - 1] as number] as string),
      slope,
    })),
    effects: Float64Array.from({ length: n }, (_, i) => rowDot(w, i, standard.p, line.b)),
  };
};
