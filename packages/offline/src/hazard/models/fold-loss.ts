import { sigmoid } from '@causeway/contract';
import { logLosses } from '../probability-metrics.ts';
import type { ForwardFold } from './forward-folds.ts';
import type { HazardRows } from './hazard-rows.ts';

/** Mean log-loss over all rows that folds foretold, by their scores. */
export const foldLoss = (
  rows: HazardRows,
  folds: readonly ForwardFold[],
  scores: readonly Float64Array[],
): number => {
  let [sum, n] = [0, 0];
  folds.forEach(({ trainEnd, testEnd }, k) => {
    const own = logLosses((scores[k] as Float64Array).map(sigmoid), rows.y.subarray(trainEnd, testEnd));
    sum += own.reduce((a, b) => a + b, 0);
    n += own.length;
  });
  return sum / n;
};
