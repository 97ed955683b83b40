import { epochMs } from '../event/fact.ts';
import { actionId } from '../policy/action.ts';
import { checkHistory } from '../policy/contact-rules.ts';
import { stratumText } from '../policy/segment.ts';
import { EMBEDDING_SIZE } from '../profile/embedding.ts';
import { digestText, subjectText } from '../profile/profile.ts';
import type { Checked } from '../schema.ts';
import {
  array,
  boolean,
  integer,
  literal,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  text,
} from '../schema.ts';
import { armName } from './assign.ts';
import { checkStepState, pointId, sessionText } from './decision-input.ts';
import type { MaskReason } from './eligibility.ts';

const probability = number(0, 1);
const MASK_REASONS = [
  'not-offered',
  'capped',
  'unproven',
  'budget',
  'control',
  'not-eligible',
  'quiet',
  'excluded',
  'too-soon',
  'too-often',
] as const satisfies readonly MaskReason[];

/** Modes of decisions that say nothing of what the policy does to people: not shown, forced by a tester, or made blind. */
export const UNLEARNED_MODES = ['shadow', 'override', 'fallback'] as const;

/**
 * One decision, whole: enough to recompute its state, its distribution and, with the draw's key, its draw.
 * `propensity` is the entry of `distribution` for `action`.
 */
export const checkDecisionRecord = object({
  kind: literal('decision'),
  version: integer(1, 1),
  id: digestText,
  at: epochMs,
  subject: subjectText,
  session: sessionText,
  point: pointId,
  state: checkStepState,
  z: array(integer(-128, 127), EMBEDDING_SIZE, EMBEDDING_SIZE),
  spread: number(0, 10),
  known: boolean,
  hazard: probability,
  offered: array(actionId, 32),
  counts: record(actionId, integer(0, 1000), 32),
  actions: array(actionId, 32, 1),
  masks: record(actionId, oneOf(MASK_REASONS), 32),
  distribution: array(probability, 32, 1),
  action: actionId,
  propensity: probability,
  mode: oneOf(['policy', 'explore', 'control', 'shadow', 'override', 'fallback']),
  release: digestText,
  worker: text(40),
  arms: record(text(40), text(40), 16),
  /** the incentive's face, its lease, and whether the person's own object granted it: the draw counts either way */
  faceCents: integer(0, 1_000_000),
  lease: nullable(text(64)),
  granted: boolean,
  stratum: optional(stratumText),
  /** what the rules on contacts looked back on, when the release has such rules */
  history: optional(checkHistory),
  /** z was kept from the page, which ran on the prior's */
  sealed: optional(literal(true)),
  /** in a receipt of such a decision: what stood in the places of z, spread and λ, for the edge alone */
  underSeal: optional(text(120, /^[A-Za-z0-9_-]+$/)),
  /** the multiplier in force, when the budget is paced */
  multiplier: optional(number(0, 1e6)),
  /** what each policy in shadow would have done with the same masks and the same draw: never shown */
  shadow: optional(record(armName, object({ action: actionId, distribution: array(probability, 32, 1) }), 4)),
});
export type DecisionRecord = Checked<typeof checkDecisionRecord>;
