import { Fault } from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';
import type { Folds } from './folds.ts';
import type { ArmMeans, OutcomeLearner } from './outcome-learner.ts';

/**
 * Γ, the hand-off from estimation to policy and evaluation. n x A each; NaN where the arm was masked or the row is in no fold.
 */
export type Scores = {
  readonly n: number;
  readonly arms: number;
  readonly reward: Float64Array;
  readonly cost: Float64Array;
  readonly converted: Float64Array;
  /** The cross-fitted outcome means, before correction. */
  readonly means: ArmMeans;
  /** Weights 1/p above `cap` were cut to it: how many, and the largest there was. */
  readonly truncation: { readonly cap: number; readonly cut: number; readonly largest: number };
};

/** A weight of 200 is what an arm drawn one time in two hundred gets; with an exploration of .1 over 7 arms none comes near. */
export const WEIGHT_CAP = 200;

/**
 * The doubly robust scores (A8, A16) of rows with known propensities p:
 *   Γ_ia = μ̂_a(x_i) + 1{a_i = a} min(1/p_i, cap) (Y_i - μ̂_a(x_i)),
 * μ̂ fitted on the other folds. With p known, the mean of Γ_a is unbiased for E Y(a) whatever μ̂ is, but for the cut.
 */
export const crossFitScores = (
  e: Exposures,
  folds: Folds,
  learner: OutcomeLearner,
  cap = WEIGHT_CAP,
): Scores => {
  const arms = e.actions.length;
  const means = { reward: nan(e.n * arms), cost: nan(e.n * arms), converted: nan(e.n * arms) };
  for (let j = 0; j < folds.count; j++) {
    const test = folds.test(j);
    const predicted = learner.fit(e, folds.train(j))(test);
    for (let r = 0; r < test.length; r++) {
      for (const key of ['reward', 'cost', 'converted'] as const) {
        means[key].set(predicted[key].subarray(r * arms, (r + 1) * arms), (test[r] as number) * arms);
      }
    }
  }
  return correctMeans(e, means, cap);
};

const nan = (length: number) => new Float64Array(length).fill(NaN);

/** Γ from given means. Throws `bad-input` for a shown arm that was masked or has no positive propensity. */
export const correctMeans = (e: Exposures, means: ArmMeans, cap = WEIGHT_CAP): Scores => {
  const arms = e.actions.length;
  const scored = { reward: nan(e.n * arms), cost: nan(e.n * arms), converted: nan(e.n * arms) };
  const outcomes = { reward: e.reward, cost: e.cost, converted: e.converted };
  let cut = 0;
  let largest = 0;
  for (let i = 0; i < e.n; i++) {
    const shown = i * arms + (e.action[i] as number);
    const p = e.propensity[i] as number;
    if (!(p > 0) || e.eligible[shown] !== 1) {
      throw new Fault(
        'bad-input',
        `row ${i}`,
        `the shown arm has propensity ${p} and eligibility ${e.eligible[shown]}`,
      );
    }
    const weight = Math.min(1 / p, cap);
    largest = Math.max(largest, 1 / p);
    if (1 / p > cap) cut++;
    for (const key of ['reward', 'cost', 'converted'] as const) {
      for (let at = i * arms; at < (i + 1) * arms; at++) {
        if (e.eligible[at] !== 1) continue;
        const mean = means[key][at] as number;
        scored[key][at] = at === shown ? mean + weight * ((outcomes[key][i] as number) - mean) : mean;
      }
    }
  }
  return { n: e.n, arms, ...scored, means, truncation: { cap, cut, largest } };
};
