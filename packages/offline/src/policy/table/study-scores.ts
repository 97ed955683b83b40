import type { EffectRows } from '../../learners/index.ts';
import { WEIGHT_CAP } from '../../nuisance/index.ts';
import type { StudyEffects } from './study-effects.ts';

export type StudyScores = {
  /** Γ, n x A (A8, A16); NaN in rows of no fold */
  readonly scores: Float64Array;
  /** E(Y | x, a) out of fold, n x A */
  readonly means: Float64Array;
  /** of the arm got */
  readonly propensity: Float64Array;
};

/**
 * Doubly robust scores with the study's own outcome model: μ_0 = E(Y | x) - Σ_a μ(a|x) τ_a(x), μ_a = μ_0 + τ_a, and
 * Γ_ia = μ_a + 1{A=a} min(1/p, cap) (Y - μ_a).
 */
export const studyScores = (rows: EffectRows, { mixed, nuisances, link }: StudyEffects): StudyScores => {
  const { n, arms, action, y } = rows;
  const scores = new Float64Array(n * arms);
  const means = new Float64Array(n * arms);
  const propensity = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let none = (link.base.held[i] as number) * (link.base.heldAmount[i] as number);
    for (let a = 1; a < arms; a++)
      none -= (nuisances.propensities[i * arms + a] as number) * (mixed.held[a - 1]?.[i] as number);
    for (let a = 0; a < arms; a++)
      means[i * arms + a] = none + (a === 0 ? 0 : (mixed.held[a - 1]?.[i] as number));
    const got = i * arms + (action[i] as number);
    propensity[i] = nuisances.propensities[got] as number;
    scores.set(means.subarray(i * arms, (i + 1) * arms), i * arms);
    const weight = Math.min(1 / (propensity[i] as number), WEIGHT_CAP);
    scores[got] = (means[got] as number) + weight * ((y[i] as number) - (means[got] as number));
  }
  return { scores, means, propensity };
};
