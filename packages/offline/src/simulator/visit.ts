import type { Context, Fact, Stage } from '@causeway/contract';
import { DEFAULT_ACTIONS, faceCents, NONE } from '@causeway/contract';
import type { Tape } from './tape.ts';
import { trueShift } from './true-effect.ts';
import { trueHazard } from './true-hazard.ts';
import type { VisitTruth } from './truth.ts';
import { truthOf } from './truth.ts';

/** The one point at which this shop asks. */
export const ASK_POINT = 'checkout-help';
/** What this shop's pages can render. */
export const OFFERED: readonly string[] = DEFAULT_ACTIONS.map(({ id }) => id).filter((id) => id !== NONE);

/** A closed step. `at` is when it closed; `asks` names the point at which the shop now asks, and then waits. */
export type VisitStep = {
  readonly stage: Stage;
  readonly facts: Fact[];
  readonly context: Context;
  readonly startedAt: number;
  readonly at: number;
  readonly closedBy: 'stage' | 'cart' | 'time' | 'end';
  readonly asks: string | null;
};

export type VisitEnd = {
  readonly end: 'order' | 'left';
  readonly at: number;
  readonly order?: {
    readonly revenueCents: number;
    readonly marginCents: number;
    readonly redeemedCents: number;
  };
};

export type Visit = {
  readonly session: string;
  readonly subject: string;
  /** the random name a stranger's browser keeps (the subject without "anon:"), or null for a customer */
  readonly anonymous: string | null;
  readonly known: boolean;
  readonly mobile: boolean;
  readonly startedAt: number;
  /** the next closed step, or how the visit ended (again and again, once it has) */
  next(): VisitStep | VisitEnd;
  /** the action that was shown at the step that asked; not called means `none` */
  receive(action: string): void;
  truth(): VisitTruth;
};

export const isEnd = (next: VisitStep | VisitEnd): next is VisitEnd => 'end' in next;

/**
 * Plays a tape. She leaves at step t when the tape's uniform is under λ_t, before the shop could ask; what she is
 * shown changes the hazard of the steps after the ask.
 */
export const playVisit = (tape: Tape): Visit => {
  const { steps, person, askStep } = tape;
  const ask = steps[askStep];
  let played = 0;
  let shown = NONE;
  let end: VisitEnd | undefined;

  const order = (at: number): VisitEnd => {
    const action = DEFAULT_ACTIONS.find(({ id }) => id === shown);
    const redeemedCents = action === undefined ? 0 : faceCents(action, tape.cartCents);
    return {
      end: 'order',
      at,
      order: { revenueCents: tape.cartCents, marginCents: tape.marginCents, redeemedCents },
    };
  };

  const next = (): VisitStep | VisitEnd => {
    if (end !== undefined) return end;
    const step = steps[played];
    if (step === undefined) {
      end = order((steps.at(-1)?.at ?? tape.startedAt) + 1000);
      return end;
    }
    const shift = ask !== undefined && played > askStep ? trueShift(shown, tape, ask, step) : 0;
    const leaves = step.uniform < trueHazard(tape, step, shift);
    if (leaves) end = { end: 'left', at: step.at + 1 };
    const asks = !leaves && played === askStep ? ASK_POINT : null;
    played++;
    const { stage, facts, startedAt, at } = step;
    const context = { ...step.context, discount: faceCentsOf(shown, tape.cartCents) > 0 };
    return { stage, facts, context, startedAt, at, closedBy: leaves ? 'end' : step.closedBy, asks };
  };

  return {
    session: tape.session,
    subject: person.subject,
    anonymous: person.known ? null : person.subject.slice('anon:'.length),
    known: person.known,
    mobile: tape.mobile,
    startedAt: tape.startedAt,
    next,
    receive: (action) => {
      shown = action;
    },
    truth: () => truthOf(tape),
  };
};

const faceCentsOf = (id: string, cartCents: number): number => {
  const action = DEFAULT_ACTIONS.find((a) => a.id === id);
  return action === undefined ? 0 : faceCents(action, cartCents);
};
