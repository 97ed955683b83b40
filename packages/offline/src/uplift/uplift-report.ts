import { type Interval, makeRandom, studentQuantile } from '../maths/index.ts';
import { type CausalmlAreas, causalmlAreas } from './causalml-areas.ts';
import { armScores, rankEffects } from './rank-effects.ts';
import { countRanked, type Ranking, ranking } from './ranked-counts.ts';
import { rankedBins, topEffects } from './ranked-parts.ts';
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
  /** How many resamples the intervals are of. */
  readonly resamples: number;
  readonly distinctScores: number;
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
  /** Numbers of rows have a fraction where a cut falls among equal scores. */
  readonly deciles: readonly UpliftBin[];
  readonly curve: readonly BandPoint[];
  readonly verdict: string;
};

const SHARES = [0.1, 0.2, 0.3, 0.5];
/** Every one of SHARES is among them. */
const POINTS = Array.from({ length: 20 }, (_, k) => (k + 1) / 20);

/** All that is given an interval, of one resample. */
const statistics = (
  rows: UpliftRows,
  ready: Ranking,
  binary: boolean,
  weight?: ArrayLike<number>,
): number[] => {
  const rate = rankEffects(rows, armScores(rows, weight), ready, weight);
  const areas = binary ? scikitUpliftAreas(rows, ready, weight) : { qini: 0, uplift: 0 };
  return [rate.autoc, rate.qini, areas.qini, areas.uplift, ...topEffects(rows, ready, POINTS, weight)];
};

const verdictOf = (autoc: Interval, qini: Interval, effect: Interval, varies: boolean): string => {
  const all =
    effect.low > 0
      ? 'treating everyone helps on average'
      : effect.high < 0
        ? 'treating everyone harms on average'
        : 'the average effect is not distinguishable from zero';
  if (!varies)
    return `The score does not vary: it ranks nobody, so that nothing is said of its ranking; ${all}.`;
  if (autoc.low > 0 || qini.low > 0)
    return `Heterogeneity detected: those ranked first respond more than the rest; ${all}.`;
  if (autoc.high < 0 && qini.high < 0)
    return `The ranking is upside down: those ranked first respond less than the rest; ${all}.`;
  return `Heterogeneity is not distinguishable: the ranking is no better than chance within its interval; ${all}.`;
};

/** Row-resamples that are enough when their number is not given: 300 up to 100,000 rows, fewer beyond, 50 at least, whose deviation is known to a tenth. */
const resamplesFor = (n: number): number => Math.max(50, Math.min(300, Math.floor(3e7 / n)));

/** The rows in the order of the ranking, so that each resample walks through memory once. */
const ranked = ({ n, y, t, score }: UpliftRows, { order, ends }: Ranking) => {
  const take = (of: ArrayLike<number>) => Float64Array.from(order, (i) => of[i] as number);
  return {
    rows: { n, y: take(y), t: take(t), score: take(score) },
    ready: { order: Int32Array.from({ length: n }, (_, i) => i), ends },
  };
};

/**
 * How well a score ranks randomised rows by their effect. Every interval is ± Student's quantile times the deviation over
 * `resamples` bootstrap resamples of whole groups, in each of which arm means and normalisers are computed anew. Rows of equal score
 * are told apart nowhere but in what is scikit-uplift's and causalml's own, where their order in the file counts.
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
  const { draw, groups } = resampler(rows.n, rows.group, ready.order);
  const random = makeRandom(options.seed);
  const sorted = ranked(rows, ready);
  const { resamples = resamplesFor(rows.n) } = options;
  const point = statistics(sorted.rows, sorted.ready, binary);
  const sums = point.map(() => ({ n: 0, sum: 0, squares: 0 }));
  for (let b = 0; b < resamples; b++)
    statistics(sorted.rows, sorted.ready, binary, draw(random)).forEach((v, k) => {
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
  const bins = Math.min(10, rows.n);
  const [autoc, qini] = [interval(0), interval(1)];
  const first = 4;
  const averageEffect = interval(first + POINTS.length - 1);
  return {
    n: rows.n,
    treated: Array.from({ length: rows.n }, (_, i) => rows.t[i] as number).reduce((a, b) => a + b, 0),
    groups,
    resamples,
    distinctScores: ready.ends.length,
    averageEffect,
    scikitUplift: binary
      ? {
          qini: interval(2),
          uplift: interval(3),
          upliftAt: SHARES.map((share) => ({
            share,
            overall: upliftAtShare(rows, share, 'overall', ready.order),
            byGroup: upliftAtShare(rows, share, 'by_group', ready.order),
          })),
          weightedAverageUplift: weightedAverageUplift(upliftByPercentile(rows, bins, ready.order)),
        }
      : null,
    causalml: causalmlAreas(rows),
    areas: { qini: areaUnder(qiniCurve(counts)), uplift: areaUnder(upliftCurve(counts)) },
    rate: { autoc, qini },
    upliftAt: SHARES.map((share) => ({ share, uplift: interval(first + POINTS.indexOf(share)) })),
    deciles: rankedBins(rows, ready, bins),
    curve: POINTS.map((share, k) => {
      const { value, low, high } = interval(first + k);
      return { share, gain: share * value, low: share * low, high: share * high };
    }),
    verdict: verdictOf(autoc, qini, averageEffect, ready.ends.length > 1),
  };
};
