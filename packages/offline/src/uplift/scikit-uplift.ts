import { countRanked, type RankedCounts, type Ranking, ranking } from './ranked-counts.ts';
import { normalisedArea, qiniCurve, upliftCurve } from './uplift-curves.ts';
import { rankRows, type UpliftRows } from './uplift-rows.ts';

/** Totals of treated and control rows by binary outcome, from which the perfect curves follow. */
type Cells = { t1: number; t0: number; c1: number; c0: number };

const cellsOf = (counts: RankedCounts): Cells => {
  const last = counts.n1.length - 1;
  const [n1, n0, t1, c1] = [counts.n1, counts.n0, counts.y1, counts.y0].map((v) => v[last] as number) as [
    number,
    number,
    number,
    number,
  ];
  return { t1, t0: n1 - t1, c1, c0: n0 - c1 };
};

/** The totals when cells are ranked in the order given; each entry is one distinct score: [treated y=1, treated y=0, control y=1, control y=0]. */
const ranked = (steps: readonly (readonly [number, number, number, number])[]): RankedCounts => {
  const run = (value: (s: readonly [number, number, number, number]) => number): Float64Array => {
    let sum = 0;
    return Float64Array.from([0, ...steps.map((s) => (sum += value(s)))]);
  };
  return {
    n1: run((s) => s[0] + s[1]),
    n0: run((s) => s[2] + s[3]),
    y1: run((s) => s[0]),
    y0: run((s) => s[2]),
  };
};

/** The best ranking by scikit-uplift's definition of the perfect Qini curve: y t - y (1 - t), negative effects allowed. */
const perfectQini = ({ t1, t0, c1, c0 }: Cells): RankedCounts =>
  ranked(
    (
      [
        [t1, 0, 0, 0],
        [0, t0, 0, c0],
        [0, 0, c1, 0],
      ] as const
    ).filter((s) => s.some((v) => v > 0)),
  );

/** The same for its perfect uplift curve: 2·1{y = t} + y, or + t when fewer control rows respond than treated rows do not. */
const perfectUplift = ({ t1, t0, c1, c0 }: Cells): RankedCounts => {
  const steps: readonly (readonly [number, number, number, number])[] =
    c1 > t0
      ? [
          [t1, 0, 0, 0],
          [0, 0, 0, c0],
          [0, 0, c1, 0],
          [0, t0, 0, 0],
        ]
      : [
          [t1, 0, 0, 0],
          [0, 0, 0, c0],
          [0, t0, 0, 0],
          [0, 0, c1, 0],
        ];
  return ranked(steps.filter((s) => s.some((v) => v > 0)));
};

/** scikit-uplift's `qini_auc_score` and `uplift_auc_score` for a binary outcome. */
export const scikitUpliftAreas = (
  rows: UpliftRows,
  ready: Ranking = ranking(rows),
  weight?: ArrayLike<number>,
): { qini: number; uplift: number } => {
  const counts = countRanked(rows, ready, weight);
  const cells = cellsOf(counts);
  return {
    qini: normalisedArea(qiniCurve(counts), qiniCurve(perfectQini(cells))),
    uplift: normalisedArea(upliftCurve(counts), upliftCurve(perfectUplift(cells))),
  };
};

const meanOf = (rows: UpliftRows, chosen: readonly number[]): number =>
  chosen.reduce((sum, i) => sum + (rows.y[i] as number), 0) / chosen.length;

/**
 * `uplift_at_k`: the difference of means of the first share k of the ranking. 'overall' cuts the ranking of all rows, 'by_group'
 * the ranking of each arm; counts are rounded down. NaN where an arm has no row there.
 */
export const upliftAtShare = (
  rows: UpliftRows,
  k: number,
  strategy: 'overall' | 'by_group',
  order: Int32Array = rankRows(rows),
): number => {
  const arm = (from: ArrayLike<number>, t: number) => Array.from(from).filter((i) => rows.t[i] === t);
  if (strategy === 'overall') {
    const top = order.subarray(0, Math.floor(rows.n * k));
    return meanOf(rows, arm(top, 1)) - meanOf(rows, arm(top, 0));
  }
  const first = (t: number) => {
    const own = arm(order, t);
    return own.slice(0, Math.floor(own.length * k));
  };
  return meanOf(rows, first(1)) - meanOf(rows, first(0));
};

/** One tenth (or other part) of the ranking, best first: rows and mean outcome by arm, and their difference. */
export type UpliftBin = {
  readonly treated: number;
  readonly control: number;
  readonly meanTreated: number;
  readonly meanControl: number;
  readonly uplift: number;
};

/** `uplift_by_percentile`, strategy overall: the ranking in `bins` parts, the first ones a row longer when they do not divide. */
export const upliftByPercentile = (
  rows: UpliftRows,
  bins = 10,
  order: Int32Array = rankRows(rows),
): UpliftBin[] => {
  const [size, rest] = [Math.floor(rows.n / bins), rows.n % bins];
  let from = 0;
  return Array.from({ length: bins }, (_, b) => {
    const to = from + size + (b < rest ? 1 : 0);
    const own = Array.from(order.subarray(from, to));
    from = to;
    const [one, none] = [own.filter((i) => rows.t[i] === 1), own.filter((i) => rows.t[i] === 0)];
    const [meanTreated, meanControl] = [meanOf(rows, one), meanOf(rows, none)];
    return {
      treated: one.length,
      control: none.length,
      meanTreated,
      meanControl,
      uplift: meanTreated - meanControl,
    };
  });
};

/** `weighted_average_uplift`: the mean of the bins' uplifts by their treated rows. */
export const weightedAverageUplift = (bins: readonly UpliftBin[]): number =>
  bins.reduce((sum, { treated, uplift }) => sum + treated * uplift, 0) /
  bins.reduce((sum, { treated }) => sum + treated, 0);
