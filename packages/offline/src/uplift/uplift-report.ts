import { type Interval, makeRandom, studentQuantile } from '../maths/index.ts';
import { type CausalmlAreas, causalmlAreas } from './causalml-areas.ts';
import { armScores, rankEffects } from './rank-effects.ts';
import { countRanked, type Ranking, ranking } from './ranked-counts.ts';
import { resampler } from './resample.ts';
import {
  scikitUpliftAreas,
  type UpliftBin,
  upliftAtShare,
  upliftByPercentile,
  weightedAverageUplift,
} from './scikit-uplift.ts';
import { areaUnder, qiniCurve, upliftCurve } from './uplift-curves.ts';
import { checkUpliftRows, type UpliftRows } from './uplift-rows.ts';

/** The gain of treating the first share of the ranking, per row of the whole; low and high hold pointwise. */
export type BandPoint = {
  readonly share: number;
  readonly gain: number;
  readonly low: number;
  readonly high: number;
};

export type UpliftReport = {
  readonly n: number;
  readonly treated: number;
  readonly groups: number;
  readonly averageEffect: Interval;
  /** Null where the outcome is not binary: the normalisation of scikit-uplift has no meaning then. */
  readonly scikitUplift: {
    readonly qini: Interval;
    readonly uplift: Interval;
    readonly upliftAt: readonly {
      readonly share: number;
      readonly overall: number;
      readonly byGroup: number;
    }[];
    readonly weightedAverageUplift: number;
  } | null;
  readonly causalml: CausalmlAreas;
  /** Areas by trapezoids without a normalisation. */
  readonly areas: { readonly qini: number; readonly uplift: number };
  readonly rate: { readonly autoc: Interval; readonly qini: Interval };
  readonly upliftAt: readonly { readonly share: number; readonly uplift: Interval }[];
  readonly deciles: readonly UpliftBin[];
  readonly curve: readonly BandPoint[];
  readonly verdict: string;
};

const SHARES = [0.1, 0.2, 0.3, 0.5];
const POINTS = Array.from({ length: 20 }, (_, k) => (k + 1) / 20);

/** Effects of the first shares by their own arm means, and the gain share × effect; cut between rows by counted weight. */
const topEffects = (
  rows: UpliftRows,
  order: Int32Array,
  shares: readonly number[],
  weight?: ArrayLike<number>,
) => {
  let total = 0;
  for (let i = 0; i < rows.n; i++) total += weight === undefined ? 1 : (weight[i] as number);
  let [k, n1, n0, y1, y0] = [0, 0, 0, 0, 0];
  return shares.map((share) => {
    for (; k < rows.n && n1 + n0 < share * total - 1e-9; k++) {
      const i = order[k] as number;
      const w = weight === undefined ? 1 : (weight[i] as number);
      if (rows.t[i] === 1) {
        n1 += w;
        y1 += w * (rows.y[i] as number);
      } else {
        n0 += w;
        y0 += w * (rows.y[i] as number);
      }
    }
    return y1 / n1 - y0 / n0;
  });
};

/** All that is given an interval, of one resample. */
const statistics = (
  rows: UpliftRows,
  ready: Ranking,
  binary: boolean,
  weight?: ArrayLike<number>,
): number[] => {
  const rate = rankEffects(rows, armScores(rows, weight), ready, weight);
  const areas = binary ? scikitUpliftAreas(rows, ready, weight) : { qini: 0, uplift: 0 };
  return [
    rate.autoc,
    rate.qini,
    areas.qini,
    areas.uplift,
    ...topEffects(rows, ready.order, [...SHARES, ...POINTS], weight),
  ];
};

const verdictOf = (autoc: Interval, qini: Interval, effect: Interval): string => {
  const all =
    effect.low > 0
      ? 'treating everyone helps on average'
      : effect.high < 0
        ? 'treating everyone harms on average'
        : 'the average effect is not distinguishable from zero';
  if (autoc.low > 0 || qini.low > 0)
    return `Heterogeneity detected: those ranked first respond more than the rest; ${all}.`;
  if (autoc.high < 0 && qini.high < 0)
    return `The ranking is upside down: those ranked first respond less than the rest; ${all}.`;
  return `Heterogeneity is not distinguishable: the ranking is no better than chance within its interval; ${all}.`;
};

/**
 * How well a score ranks randomised rows by their effect. Every interval is ± Student's quantile times the deviation over
 * `resamples` bootstrap resamples of whole groups, in each of which arm means and normalisers are computed anew.
 */
export const upliftReport = (
  rows: UpliftRows,
  options: { readonly seed: number; readonly resamples?: number },
): UpliftReport => {
  checkUpliftRows(rows);
  const ready = ranking(rows);
  const binary = Array.from({ length: rows.n }, (_, i) => rows.y[i] as number).every(
    (v) => v === 0 || v === 1,
  );
  const { draw, groups } = resampler(rows.n, rows.group);
  const random = makeRandom(options.seed);
  const point = statistics(rows, ready, binary);
  const sums = point.map(() => ({ n: 0, sum: 0, squares: 0 }));
  for (let b = 0; b < (options.resamples ?? 300); b++)
    statistics(rows, ready, binary, draw(random)).forEach((v, k) => {
      const own = sums[k];
      if (own === undefined || !Number.isFinite(v)) return;
      const gap = v - (point[k] as number);
      own.n++;
      own.sum += gap;
      own.squares += gap * gap;
    });
  const quantile = studentQuantile(0.975, Math.max(1, groups - 1));
  const interval = (k: number): Interval => {
    const { n, sum, squares } = sums[k] as { n: number; sum: number; squares: number };
    const standardError = n < 2 ? Number.NaN : Math.sqrt(Math.max(0, (squares - (sum * sum) / n) / (n - 1)));
    const value = point[k] as number;
    return {
      value,
      low: value - quantile * standardError,
      high: value + quantile * standardError,
      standardError,
      clusters: groups,
    };
  };
  const counts = countRanked(rows, ready);
  const deciles = upliftByPercentile(rows, Math.min(10, rows.n));
  const [autoc, qini] = [interval(0), interval(1)];
  const first = 4 + SHARES.length;
  const averageEffect = interval(first + POINTS.length - 1);
  return {
    n: rows.n,
    treated: Array.from({ length: rows.n }, (_, i) => rows.t[i] as number).reduce((a, b) => a + b, 0),
    groups,
    averageEffect,
    scikitUplift: binary
      ? {
          qini: interval(2),
          uplift: interval(3),
          upliftAt: SHARES.map((share) => ({
            share,
            overall: upliftAtShare(rows, share, 'overall'),
            byGroup: upliftAtShare(rows, share, 'by_group'),
          })),
          weightedAverageUplift: weightedAverageUplift(deciles),
        }
      : null,
    causalml: causalmlAreas(rows),
    areas: { qini: areaUnder(qiniCurve(counts)), uplift: areaUnder(upliftCurve(counts)) },
    rate: { autoc, qini },
    upliftAt: SHARES.map((share, k) => ({ share, uplift: interval(4 + k) })),
    deciles,
    curve: POINTS.map((share, k) => {
      const { value, low, high } = interval(first + k);
      return { share, gain: share * value, low: share * low, high: share * high };
    }),
    verdict: verdictOf(autoc, qini, averageEffect),
  };
};
