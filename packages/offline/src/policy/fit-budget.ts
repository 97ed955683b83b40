import type { Action, PolicyModel } from '@causeway/contract';
import { type Predictions, policyMatrix } from './predictions.ts';

export type BudgetFit = {
  readonly model: PolicyModel;
  /** Expected incentive cents a session under the model, and what was allowed. */
  readonly spendPerSession: number;
  readonly allowedPerSession: number;
  /** False when exploration alone would spend more, and had to be lowered. */
  readonly explorationKept: boolean;
};

/** Rows that the search looks at: more would change the multiplier by less than the log's own noise. */
const SEARCH_ROWS = 1000;
const LARGEST_MULTIPLIER = 64;

/**
 * The smallest multiplier λ >= 0 at which the policy's expected spend keeps within the budget (A11, A12, B39-B41):
 * spend(λ) = (exposures / sessions) mean_i Σ_a π_λ(a|s_i) c_a(s_i) does not grow with λ, so bisection finds it.
 * When even the largest leaves exploration over budget, exploration is lowered in proportion.
 *
 * @param exposuresPerSession share of sessions in which something is asked
 */
export const fitBudget = (input: {
  readonly model: PolicyModel;
  readonly predictions: Predictions;
  readonly eligible: Uint8Array;
  readonly actions: readonly Action[];
  readonly exposuresPerSession: number;
  readonly allowedPerSession: number;
}): BudgetFit => {
  const { predictions, eligible, actions, allowedPerSession } = input;
  const sample = thin(predictions, eligible);
  const spendOf = (model: PolicyModel): number => {
    const pi = policyMatrix(model, sample.predictions, sample.eligible, actions);
    let sum = 0;
    for (let k = 0; k < pi.length; k++)
      if (pi[k] !== 0) sum += (pi[k] as number) * (sample.predictions.costs[k] as number);
    return (input.exposuresPerSession * sum) / Math.max(1, sample.predictions.n);
  };
  const done = (model: PolicyModel, explorationKept: boolean): BudgetFit => ({
    model,
    spendPerSession: spendOf(model),
    allowedPerSession,
    explorationKept,
  });
  const at = (multiplier: number): PolicyModel => ({ ...input.model, multiplier });
  if (spendOf(at(0)) <= allowedPerSession) return done(at(0), true);
  const least = spendOf(at(LARGEST_MULTIPLIER));
  if (least > allowedPerSession) {
    const exploration = input.model.exploration * Math.max(0, allowedPerSession / least) * 0.99;
    return done({ ...at(LARGEST_MULTIPLIER), exploration }, false);
  }
  let [low, high] = [0, LARGEST_MULTIPLIER];
  for (let k = 0; k < 14; k++) {
    // The interesting multipliers are small: halve on the scale of 1 + λ.
    const middle = Math.sqrt((1 + low) * (1 + high)) - 1;
    if (spendOf(at(middle)) > allowedPerSession) low = middle;
    else high = middle;
  }
  return done(at(high), true);
};

/** Every k-th row that has predictions. */
const thin = (
  predictions: Predictions,
  eligible: Uint8Array,
): { predictions: Predictions; eligible: Uint8Array } => {
  const { n, arms } = predictions;
  const rows = Array.from({ length: n }, (_, i) => i).filter(
    (i) => !Number.isNaN(predictions.effects[i * arms] as number),
  );
  const every = Math.max(1, Math.ceil(rows.length / SEARCH_ROWS));
  const kept = rows.filter((_, k) => k % every === 0);
  const at = (k: number) => (kept[Math.floor(k / arms)] as number) * arms + (k % arms);
  const length = kept.length * arms;
  return {
    predictions: {
      n: kept.length,
      arms,
      effects: Float64Array.from({ length }, (_, k) => predictions.effects[at(k)] as number),
      costs: Float64Array.from({ length }, (_, k) => predictions.costs[at(k)] as number),
    },
    eligible: Uint8Array.from({ length }, (_, k) => eligible[at(k)] as number),
  };
};
