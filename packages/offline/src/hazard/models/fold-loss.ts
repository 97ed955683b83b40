import { sigmoid } from '@causeway/contract';
import { meanInterval } from '../../maths/index.ts';
import { logLosses } from '../probability-metrics.ts';
import type { ForwardFold } from './forward-folds.ts';
import type { HazardRows } from './hazard-rows.ts';

/** What folds said of rows: the log-loss of each row, fold by fold, and their mean. */
export type FoldLoss = { readonly each: Float64Array; readonly mean: number };

/** The numbers of all folds, end to end. */
export const joined = (parts: readonly ArrayLike<number>[]): Float64Array => {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** Outcomes and sessions of the rows that folds foretold. */
export const foretold = (rows: HazardRows, folds: readonly ForwardFold[]) => ({
  y: Uint8Array.from(joined(folds.map(({ trainEnd, testEnd }) => rows.y.subarray(trainEnd, testEnd)))),
  session: Int32Array.from(
    joined(folds.map(({ trainEnd, testEnd }) => rows.session.subarray(trainEnd, testEnd))),
  ),
});

export const foldLoss = (
  rows: HazardRows,
  folds: readonly ForwardFold[],
  scores: readonly Float64Array[],
): FoldLoss => {
  const each = logLosses(joined(scores).map(sigmoid), foretold(rows, folds).y);
  return { each, mean: each.reduce((a, b) => a + b, 0) / each.length };
};

/**
 * The place of the sturdiest candidate that is as good as the best: the first whose mean loss is above the least by no more than `slack`
 * standard errors of the difference, sessions taken whole. `losses` go from the sturdiest to the most flexible.
 */
export const sturdiest = (losses: readonly FoldLoss[], session: Int32Array, slack = 0.5): number => {
  const least = losses.reduce((best, { mean }, k) => (mean < (losses[best]?.mean as number) ? k : best), 0);
  const best = losses[least] as FoldLoss;
  return losses.findIndex(({ each, mean }) => {
    if (mean <= best.mean) return true;
    const gap = meanInterval(
      each.map((v, i) => v - (best.each[i] as number)),
      session,
    );
    return gap.value <= slack * gap.standardError;
  });
};
