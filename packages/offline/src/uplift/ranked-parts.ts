import { type ArmTotals, addRow, addShare, noRows } from './arm-totals.ts';
import type { Ranking } from './ranked-counts.ts';
import type { UpliftBin } from './scikit-uplift.ts';
import type { UpliftRows } from './uplift-rows.ts';

/**
 * What lies between the cuts of a ranking, each behind so many rows, ascending. A cut among rows of equal score takes the same share of each of them, so that the
 * order in which a file happens to hold them says nothing; a row of a score of its own is taken whole, however often it is counted.
 */
export const rankedParts = (
  rows: Pick<UpliftRows, 'y' | 't'>,
  { order, ends }: Ranking,
  cuts: readonly number[],
  weight?: ArrayLike<number>,
): ArmTotals[] => {
  let [e, k, done, left, size] = [0, 0, 0, 0, 0];
  let block = noRows();
  let whole = false;
  const next = (): void => {
    const end = ends[e++] as number;
    whole = end - k === 1;
    block = noRows();
    for (; k < end; k++) addRow(block, rows, order[k] as number, weight);
    size = left = block.n1 + block.n0;
  };
  return cuts.map((cut) => {
    const part = noRows();
    while (done < cut - 1e-9) {
      if (left === 0) {
        if (e === ends.length) break;
        next();
        continue;
      }
      const taken = whole ? left : Math.min(left, cut - done);
      addShare(part, block, taken / size);
      done += taken;
      left = left - taken < 1e-9 ? 0 : left - taken;
    }
    return part;
  });
};

/** Effects of the first shares of a ranking, ascending, each by its own arm means; counts of rows are rounded up. */
export const topEffects = (
  rows: UpliftRows,
  ready: Ranking,
  shares: readonly number[],
  weight?: ArrayLike<number>,
): number[] => {
  let total = rows.n;
  if (weight !== undefined) {
    total = 0;
    for (let i = 0; i < rows.n; i++) total += weight[i] as number;
  }
  const cuts = shares.map((share) => Math.ceil(share * total - 1e-9));
  const sum = noRows();
  return rankedParts(rows, ready, cuts, weight).map((part) => {
    addShare(sum, part, 1);
    return sum.y1 / sum.n1 - sum.y0 / sum.n0;
  });
};

/** The ranking in `bins` parts, best first, the first ones a row longer when they do not divide: `upliftByPercentile` where no scores are equal. */
export const rankedBins = (rows: UpliftRows, ready: Ranking, bins: number): UpliftBin[] => {
  const [size, rest] = [Math.floor(rows.n / bins), rows.n % bins];
  const cuts = Array.from({ length: bins }, (_, b) => (b + 1) * size + Math.min(b + 1, rest));
  return rankedParts(rows, ready, cuts).map(({ n1, n0, y1, y0 }) => {
    const [meanTreated, meanControl] = [y1 / n1, y0 / n0];
    return { treated: n1, control: n0, meanTreated, meanControl, uplift: meanTreated - meanControl };
  });
};
