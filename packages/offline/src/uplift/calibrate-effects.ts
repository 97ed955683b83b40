import { type Interval, meanInterval, normalCdf, ratioInterval } from '../maths/index.ts';

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
 * of ψ on the prediction with clustered errors. Predictions must come from models that did not see the row.
 */
export const calibrateEffects = (
  predicted: ArrayLike<number>,
  psi: ArrayLike<number>,
  group: ArrayLike<string>,
  bins = 5,
): EffectCalibration => {
  const n = predicted.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (predicted[a] as number) - (predicted[b] as number),
  );
  const made: EffectBin[] = [];
  for (let b = 0; b < bins; b++) {
    const own = Array.from(order.subarray(Math.floor((b * n) / bins), Math.floor(((b + 1) * n) / bins)));
    const groups = own.map((i) => group[i] as string);
    if (new Set(groups).size < 2) continue;
    made.push({
      predicted: own.reduce((sum, i) => sum + (predicted[i] as number), 0) / own.length,
      realised: meanInterval(
        own.map((i) => psi[i] as number),
        groups,
      ),
    });
  }
  let mean = 0;
  let level = 0;
  for (let i = 0; i < n; i++) {
    mean += (predicted[i] as number) / n;
    level += (psi[i] as number) / n;
  }
  const gaps = Float64Array.from({ length: n }, (_, i) => (predicted[i] as number) - mean);
  const squares = gaps.map((v) => v * v);
  const flat = !(squares.reduce((a, b) => a + b, 0) / n > 1e-20 + 1e-12 * mean * mean);
  const none: Interval = { value: 0, low: 0, high: 0, standardError: 0, clusters: n };
  const slope = flat
    ? none
    : ratioInterval(
        gaps.map((v, i) => v * ((psi[i] as number) - level)),
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
