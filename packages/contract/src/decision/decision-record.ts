import { epochMs } from '../event/fact.ts';
import { actionId } from '../policy/action.ts';
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
  record,
  text,
} from '../schema.ts';
import { checkStepState, pointId, sessionText } from './decision-input.ts';

const probability = number(0, 1);

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
  masks: record(actionId, oneOf(['not-offered', 'capped', 'unproven', 'budget', 'control']), 32),
  distribution: array(probability, 32, 1),
  action: actionId,
  propensity: probability,
  mode: oneOf(['policy', 'explore', 'control', 'shadow']),
  release: digestText,
  worker: text(40),
  arms: record(text(40), text(40), 16),
  /** the incentive's face, its lease, and whether the person's own object granted it: the draw counts either way */
  faceCents: integer(0, 1_000_000),
  lease: nullable(text(64)),
  granted: boolean,
});
export type DecisionRecord = Checked<typeof checkDecisionRecord>;
