import {
  type Action,
  distribution,
  faceCents,
  type PolicyModel,
  STATE_SIZE,
  score,
} from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';

/** τ_a(x_i) and c_a(x_i) of a policy model on a table's rows: n x A each, row-major; NaN where not predicted yet. */
export type Predictions = {
  readonly n: number;
  readonly arms: number;
  readonly effects: Float64Array;
  readonly costs: Float64Array;
};

export const emptyPredictions = (n: number, arms: number): Predictions => ({
  n,
  arms,
  effects: new Float64Array(n * arms).fill(NaN),
  costs: new Float64Array(n * arms).fill(NaN),
});

/** Fills the predictions of `rows` by the contract's own `score`. */
export const predictInto = (
  into: Predictions,
  model: Pick<PolicyModel, 'effect' | 'cost'>,
  e: Exposures,
  actions: readonly Action[],
  rows: ArrayLike<number>,
): void => {
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r] as number;
    const x = Array.from(e.x.subarray(i * STATE_SIZE, (i + 1) * STATE_SIZE));
    const { effects, costs } = score(model, actions, x, e.cartCents[i] as number);
    into.effects.set(effects, i * into.arms);
    into.costs.set(costs, i * into.arms);
  }
};

/** π(·|s_i) of every row under the contract's own `distribution`: n x A. */
export const policyMatrix = (
  model: PolicyModel,
  predictions: Predictions,
  eligible: Uint8Array,
  actions: readonly Action[],
): Float64Array => {
  const { n, arms } = predictions;
  const ids = actions.map(({ id }) => id);
  const pi = new Float64Array(n * arms);
  const open = new Array<boolean>(arms);
  for (let i = 0; i < n; i++) {
    const from = i * arms;
    for (let a = 0; a < arms; a++) open[a] = eligible[from + a] === 1;
    const effects = Array.from(predictions.effects.subarray(from, from + arms));
    const costs = Array.from(predictions.costs.subarray(from, from + arms));
    pi.set(distribution(model, { effects, costs }, open, ids), from);
  }
  return pi;
};

/** π of a whole model on a table, predictions included. */
export const policyOn = (
  model: PolicyModel,
  e: Exposures,
  actions: readonly Action[],
  eligible: Uint8Array = e.eligible,
): Float64Array => {
  const predictions = emptyPredictions(e.n, actions.length);
  predictInto(
    predictions,
    model,
    e,
    actions,
    Int32Array.from({ length: e.n }, (_, i) => i),
  );
  return policyMatrix(model, predictions, eligible, actions);
};

/**
 * Which arms would be open if the budget were not spent: incentives are opened to the proven whose basket gives them a face, so that
 * a log in which the money had run out does not make the next turn look cheap.
 */
export const openEligibility = (e: Exposures, actions: readonly Action[]): Uint8Array => {
  const out = e.eligible.slice();
  for (let i = 0; i < e.n; i++) {
    if (e.mode[i] === 'control') continue;
    actions.forEach((action, a) => {
      if (action.kind !== 'incentive' || (action.needsProof && e.known[i] !== 1)) return;
      if (faceCents(action, e.cartCents[i] as number) > 0) out[i * actions.length + a] = 1;
    });
  }
  return out;
};
