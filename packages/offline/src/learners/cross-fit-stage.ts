import { takeRows } from '../maths/index.ts';
import type { Folds, Prediction } from '../nuisance/index.ts';
import type { Contrast } from './contrast.ts';

/** Fewer rows with scores than this, and a fold's model says 0. */
const LEAST = 20;

/** τ of every row by models that `learn` makes of the other folds' rows, NaN for rows of no fold, and those models. */
export const crossFitStage = (
  c: Contrast,
  folds: Folds,
  learn: (seen: Int32Array) => Prediction,
): { held: Float64Array; folds: Prediction[] } => {
  const { x, d, n } = c.rows;
  const held = new Float64Array(n).fill(Number.NaN);
  const usable = new Uint8Array(n);
  for (const i of c.usable) usable[i] = 1;
  const fits: Prediction[] = [];
  for (let j = 0; j < folds.count; j++) {
    const test = folds.test(j);
    // In folds of time the first has no earlier rows with scores of their own.
    const train = folds.train(j).filter((i) => usable[i] === 1);
    const own: Prediction = train.length < LEAST ? (_, m) => new Float64Array(m) : learn(train);
    fits.push(own);
    const predicted = own(takeRows(x, d, test), test.length);
    test.forEach((i, k) => (held[i] = predicted[k] as number));
  }
  return { held, folds: fits };
};
