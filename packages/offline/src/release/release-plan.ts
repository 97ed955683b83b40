import { array, type Checked, integer, literal, number, object, optional } from '@causeway/contract';

/** How a candidate goes live: its steps, what each needs, and what ends it. Money in cents. */
export const checkReleasePlan = object({
  kind: literal('release-plan'),
  version: literal(1),
  /** shares of people after the shadow, growing to 1 */
  ramp: array(number(0.0001, 1), 20, 1),
  /** decisions that the shadow must have seen, and people that each arm must hold, before the next step */
  minDecisions: integer(1, 1e9),
  minPeople: integer(1, 1e9),
  /** a step lasts at least so long; a visit counts when it has ended, or so long after its decision */
  minStepMs: integer(0, 1e10),
  settleMs: integer(0, 1e10),
  /** chance of rolling back a candidate that is no worse, over the whole path and for each guardrail */
  alpha: number(1e-6, 0.5),
  /** a person's net margin, and her share of orders, may be worse by so much */
  worstMargin: number(0, 1e6),
  worstOrders: number(0, 1),
  /** before everyone gets it, a loss of so many orders a visit must have been ruled out; nothing when left out */
  ruledOutOrders: optional(number(0, 1)),
  /** incentive cents a visit */
  maxSpend: number(0, 1e6),
  /** difference between the share treated in a step and what the shadow foretold */
  maxTreatedGap: number(0, 1),
  /** share of questions that got no answer */
  maxUnanswered: number(0, 1),
  /** least overlap Σ min(π, π') of candidate and incumbent in the shadow */
  minAgreement: number(0, 1),
});
export type ReleasePlan = Checked<typeof checkReleasePlan>;

export const DEFAULT_PLAN: ReleasePlan = {
  kind: 'release-plan',
  version: 1,
  ramp: [0.01, 0.05, 0.25, 0.5, 1],
  minDecisions: 500,
  minPeople: 100,
  minStepMs: 3_600_000,
  settleMs: 1_800_000,
  alpha: 0.01,
  worstMargin: 0,
  worstOrders: 0,
  ruledOutOrders: 0.05,
  maxSpend: 50,
  maxTreatedGap: 0.1,
  maxUnanswered: 0.05,
  minAgreement: 0,
};
