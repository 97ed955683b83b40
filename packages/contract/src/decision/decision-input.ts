import { FRICTION_FAMILIES } from '../event/fact-kind.ts';
import { CHECKOUT_STAGES, STAGES } from '../event/stage.ts';
import { actionId } from '../policy/action.ts';
import type { Checked } from '../schema.ts';
import { array, integer, number, object, oneOf, text } from '../schema.ts';
import { checkContext } from '../state/context.ts';

export const pointId = text(40, /^[a-z0-9-]+$/);
export const sessionText = text(40, /^[A-Za-z0-9_-]+$/, 8);

/** d and Δ travel raw; the edge computes φ, F, F̄ and λ from them itself. No honest family reaches 10,000 units. */
const families = array(number(0, 10_000), FRICTION_FAMILIES.length, FRICTION_FAMILIES.length);

/** The state of a step as the page sends it. Bad numbers are refused; a client's own λ is not asked for. */
export const checkStepState = object({
  stage: oneOf(STAGES),
  step: integer(1, 100_000),
  context: checkContext,
  d: families,
  total: families,
  smoothedBefore: number(0, 1e6),
});
export type StepState = Checked<typeof checkStepState>;

export const checkAsk = object({
  point: pointId,
  state: checkStepState,
  /** what the page can render now; `none` need not be named */
  offered: array(actionId, 32),
});
export type Ask = Checked<typeof checkAsk>;

export const isCheckout = (stage: Ask['state']['stage']): boolean => CHECKOUT_STAGES.includes(stage);
