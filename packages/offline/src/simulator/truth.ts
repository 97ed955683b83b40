import { DEFAULT_ACTIONS, faceCents } from '@causeway/contract';
import type { Tape, TapeStep } from './tape.ts';
import { trueShift } from './true-effect.ts';
import { trueHazard } from './true-hazard.ts';

/**
 * What an action is worth to a visit that was asked: expected over whether the shopper stays, with the tape fixed.
 */
export type ActionTruth = {
  /** cents: margin - redeemed - handling */
  readonly netMargin: number;
  /** cents of incentive money */
  readonly spend: number;
  /** chance of an order */
  readonly convert: number;
};

export type VisitTruth = {
  /** whether the shop would ask, if the shopper stayed long enough */
  readonly asked: boolean;
  /** λ_t of every step of the tape, without help */
  readonly trueHazard: number[];
  /** chance that the shopper is still there when asked */
  readonly reachAsk: number;
  /** by action, in the order of DEFAULT_ACTIONS, given that she was asked */
  readonly byAction: ActionTruth[];
  /** expected net margin of what happens without an ask: all of it when the shop never asks, else 0 */
  readonly unaskedValue: number;
};

const staying = (steps: readonly TapeStep[], hazard: (step: TapeStep) => number): number =>
  steps.reduce((survival, step) => survival * (1 - hazard(step)), 1);

/**
 * Closed form: survival is a product of (1 - λ) over the tape (B25), once before the ask and once, by action, after
 * it.
 */
export const truthOf = (tape: Tape): VisitTruth => {
  const { steps, askStep, marginCents, cartCents } = tape;
  const ask = steps[askStep];
  const hazards = steps.map((step) => trueHazard(tape, step));
  if (ask === undefined) {
    const convert = staying(steps, (step) => trueHazard(tape, step));
    return {
      asked: false,
      trueHazard: hazards,
      reachAsk: 0,
      byAction: [],
      unaskedValue: convert * marginCents,
    };
  }
  const before = steps.slice(0, askStep + 1);
  const after = steps.slice(askStep + 1);
  const byAction = DEFAULT_ACTIONS.map((action): ActionTruth => {
    const convert = staying(after, (step) => trueHazard(tape, step, trueShift(action.id, tape, ask, step)));
    const spend = convert * faceCents(action, cartCents);
    return { netMargin: convert * marginCents - spend - action.handlingCents, spend, convert };
  });
  const reachAsk = staying(before, (step) => trueHazard(tape, step));
  return { asked: true, trueHazard: hazards, reachAsk, byAction, unaskedValue: 0 };
};
