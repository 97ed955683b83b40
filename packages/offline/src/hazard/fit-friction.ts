import { type FrictionModel, type HazardModel, PHI_SIZE, STAGES } from '@causeway/contract';
import type { PersonPeriods } from '../exposure/exposures.ts';

/** Rows at which a stage's own mean counts half, beside the mean of all stages. */
const HALF_ROWS = 50;

/** Every index has the same size: the weights of "now" of an even model, eight ones and eight halves. */
const WEIGHT_SUM = PHI_SIZE / 2 + PHI_SIZE / 4;

/**
 * The friction part of a release from person-period rows and the fitted hazard:
 * - structural means φ⁽⁰⁾(stage) (B29): the stage's mean φ, shrunk toward the mean of all rows by n / (n + 50);
 * - index weights q (B27): the hazard's weights v where they are positive (friction that drives people away), scaled to a
 *   fixed sum, so that an index has the same size under every release; the old q when none is positive;
 * - β (B28) stays as it was.
 */
export const fitFriction = (
  periods: PersonPeriods,
  hazard: HazardModel,
  before: FrictionModel,
): FrictionModel => {
  const all = new Float64Array(PHI_SIZE);
  const sums = STAGES.map(() => new Float64Array(PHI_SIZE));
  const counts = new Float64Array(STAGES.length);
  for (let i = 0; i < periods.n; i++) {
    const stage = periods.stage[i] as number;
    counts[stage] = (counts[stage] as number) + 1;
    const sum = sums[stage] as Float64Array;
    for (let k = 0; k < PHI_SIZE; k++) {
      const v = periods.phi[i * PHI_SIZE + k] as number;
      sum[k] = (sum[k] as number) + v;
      all[k] = (all[k] as number) + v;
    }
  }
  const structural = { ...before.structural };
  STAGES.forEach((stage, s) => {
    const n = counts[s] as number;
    if (n === 0) return;
    const weight = n / (n + HALF_ROWS);
    structural[stage] = Array.from(
      { length: PHI_SIZE },
      (_, k) =>
        (weight * ((sums[s] as Float64Array)[k] as number)) / n +
        ((1 - weight) * (all[k] as number)) / periods.n,
    );
  });
  const positive = hazard.v.map((v) => Math.max(0, v));
  const sum = positive.reduce((a, b) => a + b, 0);
  const q = sum > 0 ? positive.map((v) => (v * WEIGHT_SUM) / sum) : before.q;
  return { q, beta: before.beta, structural };
};
