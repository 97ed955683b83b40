import { PHI_SIZE, sigmoid } from '@causeway/contract';
import { logLosses } from '../hazard/index.ts';
import { clusterErrors, fitLogistic, meanInterval, studentQuantile } from '../maths/index.ts';

/** Every index has the same size: the weights of "now" of an even model, ones for now and halves for so far. */
const WEIGHT_SUM = (3 * PHI_SIZE) / 4;

/**
 * q of F = qᵀφ (B27): the hazard's weights v where they are positive (friction that drives people away), scaled to a fixed sum, so that an
 * index has the same size under every release; null when none is positive.
 */
export const indexWeights = (v: ArrayLike<number>): number[] | null => {
  const positive = Array.from(v, (x) => Math.max(0, x));
  const sum = positive.reduce((a, b) => a + b, 0);
  return sum > 0 ? positive.map((x) => (x * WEIGHT_SUM) / sum) : null;
};

/** Platt's logit λ = a + b F, with the error of b by session: higher means a higher hazard when b is over 0. */
export type IndexCalibration = {
  readonly intercept: number;
  readonly slope: number;
  readonly slopeLow: number;
  readonly slopeHigh: number;
  /** mean log-loss of the calibrated index, and of a constant */
  readonly logLoss: number;
  readonly baseLogLoss: number;
};

/** Fits a and b on rows of F and y. Throws `bad-input` where the outcomes cannot be told apart. */
export const calibrateIndex = (
  index: Float64Array,
  y: ArrayLike<number>,
  session: ArrayLike<number>,
): IndexCalibration => {
  const n = index.length;
  const x = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    x[2 * i] = 1;
    x[2 * i + 1] = index[i] as number;
  }
  const fit = fitLogistic({ x, n, p: 2, y, penalty: [0, 1e-6] });
  const [intercept, slope] = fit.coefficients as unknown as [number, number];
  const p = index.map((f) => sigmoid(intercept + slope * f));
  const residuals = p.map((q, i) => (y[i] as number) - q);
  const errors = clusterErrors({ x, n, p: 2, residuals, covariance: fit.covariance, cluster: session });
  const half =
    studentQuantile(0.975, Math.max(1, new Set(Array.from(session)).size - 1)) * (errors[1] as number);
  const share = Array.from({ length: n }, (_, i) => y[i] as number).reduce((a, b) => a + b, 0) / n;
  return {
    intercept,
    slope,
    slopeLow: slope - half,
    slopeHigh: slope + half,
    logLoss: meanInterval(logLosses(p, y), session).value,
    baseLogLoss: meanInterval(logLosses(new Float64Array(n).fill(share), y), session).value,
  };
};
