import { type Interval, meanInterval } from '../maths/index.ts';

/** One bin of predicted probabilities: their mean, and the share in which the event happened, with its interval. */
export type CalibrationBin = {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: Interval;
};

/**
 * Bins of equal size in the order of prediction. Intervals are by cluster (session), each bin by itself; a bin in which
 * one cluster stands alone is joined to the one before it.
 */
export const calibrationTable = (
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  cluster: ArrayLike<string>,
  bins = 10,
): CalibrationBin[] => {
  const n = p.length;
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (p[a] as number) - (p[b] as number) || a - b,
  );
  const table: CalibrationBin[] = [];
  let from = 0;
  for (let bin = 0; bin < bins; bin++) {
    const to = Math.floor(((bin + 1) * n) / bins);
    const rows = order.slice(from, to);
    const names = rows.map((i) => cluster[i] as string);
    if (new Set(names).size < 2) continue;
    from = to;
    table.push({
      rows: rows.length,
      predicted: rows.reduce((sum, i) => sum + (p[i] as number), 0) / rows.length,
      observed: meanInterval(
        rows.map((i) => y[i] as number),
        names,
      ),
    });
  }
  return table;
};

/** Expected calibration error: Σ (rows/n) |observed - predicted| over the bins. */
export const calibrationError = (table: readonly CalibrationBin[]): number => {
  const n = table.reduce((sum, bin) => sum + bin.rows, 0);
  return table.reduce((sum, bin) => sum + (bin.rows / n) * Math.abs(bin.observed.value - bin.predicted), 0);
};
