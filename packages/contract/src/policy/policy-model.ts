import { checkBlobText } from '../kernel/blob-text.ts';
import type { Runners } from '../kernel/runners.ts';
import { twinRunners } from '../kernel/runners.ts';
import { clamp, dot } from '../maths/vector.ts';
import type { Checked } from '../schema.ts';
import { array, integer, number, object, oneOf, optional, record, text } from '../schema.ts';
import { STATE_SIZE } from '../state/encode-state.ts';
import { type Action, actionId, faceCents } from './action.ts';
import { checkSegment, inSegment, type SegmentFacts } from './segment.ts';

const weights = array(number(-1e9, 1e9), STATE_SIZE, STATE_SIZE);
const share = number(0, 1);
const checkBounds = record(actionId, object({ low: share, high: share }), 32);

/**
 * The policy of a release. `effect[k]` gives τ_k(s), the net margin in cents that action k adds over doing nothing;
 * `cost[k]` gives c_k(s), the incentive money it is expected to spend. Both are linear in the encoded state.
 */
export const checkPolicyModel = object({
  rule: oneOf(['softmax', 'threshold']),
  effect: array(weights, 32, 1),
  cost: array(weights, 32, 1),
  /** softmax temperature, in cents */
  temperature: number(1e-3, 1e6),
  /** κ of the threshold rule: the least effect per cent spent */
  kappa: number(-1e6, 1e6),
  /** the budget's shadow price: cents of margin one cent of incentive must bring beyond itself */
  multiplier: number(0, 1e6),
  /** share of uniform exploration over what is eligible */
  exploration: share,
  /** least probability of every eligible action */
  floor: number(0, 0.5),
  /** bounds on an action's probability, when it is eligible (B, governance) */
  bounds: checkBounds,
  /** bounds for a group (A §3, fairness): those of the first segment that holds stand in for the ones above, by action */
  segments: optional(array(object({ name: text(40), when: checkSegment, bounds: checkBounds }), 16)),
  trainedOn: integer(0, 1e12),
  /** a kernel blob on the encoded state that gives every τ, then every c: it stands in for `effect` and `cost` */
  scores: optional(checkBlobText),
});
export type PolicyModel = Checked<typeof checkPolicyModel>;

/** A policy that knows nothing: every eligible action alike. What a first release explores with. */
export const uniformPolicy = (actions: number): PolicyModel => {
  const empty = () => Array.from({ length: actions }, () => new Array<number>(STATE_SIZE).fill(0));
  return {
    rule: 'softmax',
    effect: empty(),
    cost: empty(),
    temperature: 1,
    kappa: 0,
    multiplier: 0,
    exploration: 1,
    floor: 0,
    bounds: {},
    trainedOn: 0,
  };
};

/** The policy with the bounds that hold for this shopper here. */
export const boundedFor = (model: PolicyModel, facts: SegmentFacts): PolicyModel => {
  const segment = model.segments?.find(({ when }) => inSegment(when, facts));
  return segment === undefined ? model : { ...model, bounds: { ...model.bounds, ...segment.bounds } };
};

export type Scores = { readonly effects: number[]; readonly costs: number[] };

/** τ_k(s) and c_k(s) of every action, in cents; a cost is never under 0 nor over the incentive's face. By the policy's blob when it has one. */
export const score = (
  model: Pick<PolicyModel, 'effect' | 'cost' | 'scores'>,
  actions: readonly Action[],
  x: readonly number[],
  cartCents: number,
  runners: Runners = twinRunners,
): Scores => {
  const n = actions.length;
  const given = model.scores === undefined ? null : runners(model.scores).run(x);
  const from = (k: number, w: readonly number[]): number =>
    given === null ? dot(w, x) : (given[k] as number);
  return {
    effects: model.effect.map((w, k) => from(k, w)),
    costs: model.cost.map((w, k) => clamp(from(n + k, w), 0, faceCents(actions[k] as Action, cartCents))),
  };
};
