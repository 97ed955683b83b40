import type { ArmLogisticFit } from './arm-logistic.ts';

/** Precisions of an arm's own slopes to choose from, and of its own level: from free slopes to hardly any. */
const SLOPES = [100, 3, 10, 30, 300, 1000];
export const ARM_LEVEL = 4;

/**
 * The precision of the arms' own slopes that the evidence prefers (empirical Bayes), with the fit by it. `learn` fits by one precision,
 * from an earlier fit's coefficients where there is one.
 */
export const evidentSlope = <F extends { readonly fit: ArmLogisticFit }>(
  learn: (slope: number, start?: ArmLogisticFit) => F,
): { readonly slope: number; readonly whole: F } => {
  let best: { slope: number; whole: F } | undefined;
  for (const slope of SLOPES) {
    const whole = learn(slope, best?.whole.fit);
    if (best === undefined || whole.fit.logEvidence > best.whole.fit.logEvidence) best = { slope, whole };
  }
  return best as { slope: number; whole: F };
};
