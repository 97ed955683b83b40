import { logit, sigmoid } from '@causeway/contract';
import { makeRandom, studentQuantile } from '../../maths/index.ts';
import { resampler } from '../../uplift/resample.ts';
import { brierScores, logLosses } from '../probability-metrics.ts';
import { type Bins, binGaps, equalSizeBins, equalWidthBins, sumOfGaps } from './calibration-bins.ts';
import type { Forecast } from './forecast.ts';

export type MetricRange = { readonly value: number; readonly low: number; readonly high: number };

/** AUC is null where all outcomes are equal. ECE: ten bins of equal size; eceWidth: of equal width. */
export type HazardMetrics = {
  readonly rows: number;
  readonly sessions: number;
  readonly events: number;
  readonly auc: MetricRange | null;
  readonly logLoss: MetricRange;
  readonly brier: MetricRange;
  readonly ece: MetricRange;
  readonly eceWidth: MetricRange;
};

/** Row visits that are worth waiting for; the resamples are 200 to 1000. */
const MOST_WORK = 3e8;

/** Area under the ROC curve of weighted rows, ties counted half; NaN where one outcome has no weight. order: p ascending. */
const weightedAuc = ({ p, y }: Forecast, order: Uint32Array, weight: Float64Array): number => {
  let [positives, negatives, area] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    const value = p[order[from] as number];
    let [up, down] = [0, 0];
    let to = from;
    for (; to < order.length && p[order[to] as number] === value; to++) {
      const i = order[to] as number;
      if (y[i] === 1) up += weight[i] as number;
      else down += weight[i] as number;
    }
    area += up * (negatives + down / 2);
    positives += up;
    negatives += down;
    from = to;
  }
  return area / (positives * negatives);
};

const weightedMean = (v: Float64Array, weight: Float64Array): number => {
  let [top, bottom] = [0, 0];
  for (let i = 0; i < v.length; i++) {
    top += (weight[i] as number) * (v[i] as number);
    bottom += weight[i] as number;
  }
  return top / bottom;
};

const deviation = (draws: readonly number[]): number => {
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  return Math.sqrt(draws.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, draws.length - 1));
};

/** The plain interval value ± t s; on the log-odds scale for a share that stays inside 0..1. */
const around = (value: number, s: number, t: number): MetricRange => ({
  value,
  low: value - t * s,
  high: value + t * s,
});
const aroundShare = (value: number, s: number, t: number): MetricRange => {
  if (!(value > 0 && value < 1)) return { value, low: value, high: value };
  const half = (t * s) / (value * (1 - value));
  return { value, low: sigmoid(logit(value) - half), high: sigmoid(logit(value) + half) };
};

/**
 * Chance alone makes a calibration error: its estimate lies above the truth by anything from 0 to Σ E|noise of a bin|. The interval
 * takes the whole range, so that it covers whatever the true gaps are: [max(0, e - bias - t s), e + t s], s the deviation of
 * Σ sign(gap) (gap* - gap) over resamples.
 */
const aroundEce = (gaps: Float64Array, draws: readonly Float64Array[], t: number): MetricRange => {
  const noise = draws.map((own) => own.map((v, b) => v - (gaps[b] as number)));
  const bias = noise.reduce((sum, own) => sum + sumOfGaps(own), 0) / noise.length;
  const s = deviation(
    noise.map((own) => own.reduce((sum, v, b) => sum + Math.sign(gaps[b] as number) * v, 0)),
  );
  const value = sumOfGaps(gaps);
  return { value, low: Math.max(0, value - bias - t * s), high: value + t * s };
};

/** Metrics of a forecast with 95 % intervals: whole sessions are drawn with replacement, the model as it is. */
export const hazardMetrics = (forecast: Forecast, seed: number, most = 1000): HazardMetrics => {
  const { p, y, session } = forecast;
  const n = p.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (p[a] as number) - (p[b] as number) || a - b,
  );
  const size = equalSizeBins(p, order);
  const width = equalWidthBins(p);
  const [losses, squares] = [logLosses(p, y), brierScores(p, y)];
  const { draw, groups } = resampler(n, session);
  const random = makeRandom(seed);
  const resamples = Math.min(most, Math.max(200, Math.floor(MOST_WORK / n)));
  const drawn = { auc: [] as number[], logLoss: [] as number[], brier: [] as number[] };
  const gapsOf = (bins: Bins, weight?: Float64Array) => binGaps(bins, p, y, weight);
  const drawnGaps = { size: [] as Float64Array[], width: [] as Float64Array[] };
  for (let b = 0; b < resamples; b++) {
    const weight = draw(random);
    const auc = weightedAuc(forecast, order, weight);
    if (Number.isFinite(auc)) drawn.auc.push(auc);
    drawn.logLoss.push(weightedMean(losses, weight));
    drawn.brier.push(weightedMean(squares, weight));
    drawnGaps.size.push(gapsOf(size, weight));
    drawnGaps.width.push(gapsOf(width, weight));
  }
  const one = new Float64Array(n).fill(1);
  const auc = weightedAuc(forecast, order, one);
  const t = studentQuantile(0.975, Math.max(1, groups - 1));
  return {
    rows: n,
    sessions: groups,
    events: y.reduce((sum, v) => sum + v, 0),
    auc: Number.isFinite(auc) ? aroundShare(auc, deviation(drawn.auc), t) : null,
    logLoss: around(weightedMean(losses, one), deviation(drawn.logLoss), t),
    brier: around(weightedMean(squares, one), deviation(drawn.brier), t),
    ece: aroundEce(gapsOf(size), drawnGaps.size, t),
    eceWidth: aroundEce(gapsOf(width), drawnGaps.width, t),
  };
};
