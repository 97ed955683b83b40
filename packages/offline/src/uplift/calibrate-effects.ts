import { type Interval, normalCdf, ratioInterval, weightedMean } from '../maths/index.ts';

/** One group of rows by predicted effect: what was predicted, and the mean of their doubly robust scores. */
export type EffectBin = { readonly predicted: number; readonly realised: Interval };

export type EffectCalibration = {
  readonly bins: readonly EffectBin[];
  /** Slope of scores on predictions: 1 is calibrated, 0 is a prediction of nothing. */
  readonly slope: Interval;
  /** Probability of a slope this far above 0 were the predictions noise (one-sided). */
  readonly p: number;
  /** Mean absolute gap of the bins, noise included. */
  readonly gap: number;
};

/**
 * Calibration of predicted effects against scores ψ whose mean given x is the effect: by quantile of the prediction, and the slope
 * of ψ on the prediction with clustered errors. Predictions must come from models that did not see the row. Weights, at least 0,
 * count in every mean and in the slope, not in where the rows are cut.
 */
export const calibrateEffects = (
  predicted: ArrayLike<number>,
  psi: ArrayLike<number>,
  group: ArrayLike<string>,
  { bins = 5, weight }: { readonly bins?: number; readonly weight?: ArrayLike<number> | undefined } = {},
): EffectCalibration => {
  const n = predicted.length;
  const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (predicted[a] as number) - (predicted[b] as number),
  );
  const made: EffectBin[] = [];
  for (let b = 0; b < bins; b++) {
    const own = Array.from(order.subarray(Math.floor((b * n) / bins), Math.floor(((b + 1) * n) / bins)));
    const groups = own.map((i) => group[i] as string);
    const total = own.reduce((sum, i) => sum + w(i), 0);
    if (new Set(groups).size < 2 || total === 0) continue;
    made.push({
      predicted: own.reduce((sum, i) => sum + w(i) * (predicted[i] as number), 0) / total,
      realised: weightedMean(
        own.map((i) => psi[i] as number),
        groups,
        weight && own.map(w),
      ),
    });
  }
  let all = n;
  if (weight !== undefined) {
    all = 0;
    for (let i = 0; i < n; i++) all += w(i);
  }
  let mean = 0;
  let level = 0;
  for (let i = 0; i < n; i++) {
    mean += (w(i) * (predicted[i] as number)) / all;
    level += (w(i) * (psi[i] as number)) / all;
  }
  const gaps = Float64Array.from({ length: n }, (_, i) => (predicted[i] as number) - mean);
  const squares = gaps.map((v, i) => w(i) * v * v);
  const flat = !(squares.reduce((a, b) => a + b, 0) / all > 1e-20 + 1e-12 * mean * mean);
  const none: Interval = { value: 0, low: 0, high: 0, standardError: 0, clusters: n };
  const slope = flat
    ? none
    : ratioInterval(
        gaps.map((v, i) => w(i) * v * ((psi[i] as number) - level)),
        squares,
        group,
      );
  return {
    bins: made,
    slope,
    p: flat ? 1 : 1 - normalCdf(slope.value / slope.standardError),
    gap:
      made.reduce((sum, { predicted: at, realised }) => sum + Math.abs(at - realised.value), 0) /
      Math.max(1, made.length),
  };
};
