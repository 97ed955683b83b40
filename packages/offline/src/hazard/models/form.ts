import type { ForwardFold } from './forward-folds.ts';
import { type HazardRows, rowRange } from './hazard-rows.ts';
import type { FittedForm } from './score-part.ts';

/** Settings that the forward folds chose, and the score of every row that a fold foretold, fold by fold (none without folds). */
export type Tuned<Settings> = { readonly settings: Settings; readonly scores: readonly Float64Array[] };

/** A kind of hazard: tuned on the past of each fold, then fitted on all rows. */
export type Form<Settings = unknown> = {
  readonly name: 'linear' | 'ramps' | 'net' | 'trees';
  tune(rows: HazardRows, folds: readonly ForwardFold[], seed: number): Tuned<Settings>;
  fit(rows: HazardRows, settings: Settings, seed: number): FittedForm;
};

export const foldRows = (
  rows: HazardRows,
  { trainEnd, testEnd }: ForwardFold,
): readonly [train: HazardRows, validation: HazardRows] => [
  rowRange(rows, 0, trainEnd),
  rowRange(rows, trainEnd, testEnd),
];

export const foldScores = (
  rows: HazardRows,
  folds: readonly ForwardFold[],
  learn: (train: HazardRows) => FittedForm,
): Float64Array[] =>
  folds.map((fold) => {
    const [train, validation] = foldRows(rows, fold);
    return learn(train).score(validation.x, validation.n);
  });

/** Where the mean of loss curves (one a fold, weighted by its rows; the last value goes on) is least. */
export const pooledBest = (
  curves: readonly { readonly curve: readonly number[]; readonly rows: number }[],
): { readonly at: number; readonly loss: number } => {
  const length = Math.max(...curves.map(({ curve }) => curve.length));
  const total = curves.reduce((sum, { rows }) => sum + rows, 0);
  let best = { at: 0, loss: Infinity };
  for (let t = 0; t < length; t++) {
    const loss = curves.reduce(
      (sum, { curve, rows }) => sum + (rows / total) * (curve[Math.min(t, curve.length - 1)] as number),
      0,
    );
    if (loss < best.loss) best = { at: t, loss };
  }
  return best;
};
