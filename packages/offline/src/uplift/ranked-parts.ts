import type { Ranking } from './ranked-counts.ts';
import type { UpliftBin } from './scikit-uplift.ts';
import type { UpliftRows } from './uplift-rows.ts';

/** Rows and outcomes of treated (1) and control (0) between two cuts of a ranking; parts of rows where a cut falls among equal scores. */
export type RankedPart = { n1: number; n0: number; y1: number; y0: number };

/**
 * The ranking cut behind `cuts` rows, ascending. A cut among rows of equal score takes the same share of each of them, so that the
 * order in which a file happens to hold them says nothing; a row of a score of its own is taken whole, however often it is counted.
 */
export const rankedParts = (
  { y, t }: Pick<UpliftRows, 'y' | 't'>,
  { order, ends }: Ranking,
  cuts: readonly number[],
  weight?: ArrayLike<number>,
): RankedPart[] => {
  let [e, k, done, left, size] = [0, 0, 0, 0, 0];
  let [n1, n0, y1, y0] = [0, 0, 0, 0];
  let whole = false;
  const next = (): void => {
    const end = ends[e++] as number;
    whole = end - k === 1;
    [n1, n0, y1, y0] = [0, 0, 0, 0];
    for (; k < end; k++) {
      const i = order[k] as number;
      const w = weight === undefined ? 1 : (weight[i] as number);
      if (t[i] === 1) {
        n1 += w;
        y1 += w * (y[i] as number);
      } else {
        n0 += w;
        y0 += w * (y[i] as number);
      }
    }
    size = left = n1 + n0;
  };
  return cuts.map((cut) => {
    const part = { n1: 0, n0: 0, y1: 0, y0: 0 };
    while (done < cut - 1e-9) {
      if (left === 0) {
        if (e === ends.length) break;
        next();
        continue;
      }
      const taken = whole ? left : Math.min(left, cut - done);
      const share = taken / size;
      part.n1 += share * n1;
      part.n0 += share * n0;
      part.y1 += share * y1;
      part.y0 += share * y0;
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
  let [n1, n0, y1, y0] = [0, 0, 0, 0];
  return rankedParts(rows, ready, cuts, weight).map((part) => {
    n1 += part.n1;
    n0 += part.n0;
    y1 += part.y1;
    y0 += part.y0;
    return y1 / n1 - y0 / n0;
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
