import type { FrictionFamily } from '@causeway/contract';
import { clamp, FRICTION_FAMILIES, saturate, sigmoid } from '@causeway/contract';
import type { Tape, TapeStep } from './tape.ts';

/** Every shown thing interrupts a little, whatever good it does. */
const INTERRUPTION = 0.15;

type Effect = (tape: Tape, ask: TapeStep, step: TapeStep) => number;

const total = (step: TapeStep, family: FrictionFamily): number =>
  step.total[FRICTION_FAMILIES.indexOf(family)] as number;

/** By how much each action lowers the log-odds of leaving at a later step. May be negative: help that harms. */
const RELIEF: Readonly<Record<string, Effect>> = {
  // Pays where fields were rejected; more for the unpractised.
  'form-help': ({ person }, ask) =>
    0.85 * saturate(total(ask, 'validation'), 1.5) * clamp(1 - 0.5 * person.traits.fluency, 0.1, 2),
  // Pays once a payment has failed, and a little if it fails later.
  'payment-options': (_tape, ask, step) =>
    2.6 * saturate(total(ask, 'payment') + 0.06 * total(step, 'payment'), 0.8),
  // Pays where doubt shows: hesitation, with low trust or with someone new.
  reassurance: ({ person }, ask) =>
    1.7 *
    saturate(total(ask, 'hesitation'), 1) *
    sigmoid(-0.2 - 1.3 * person.traits.trust + (person.known ? 0 : 0.7)),
  // A person to talk to: good for the patient at a desk in heavy trouble, a nuisance for the hurried on a phone.
  'chat-offer': ({ person, mobile }, ask) => {
    const heavy = ask.total.reduce((sum, x) => sum + x, 0);
    const { patience } = person.traits;
    return mobile
      ? -0.7 * sigmoid(-1.4 * patience)
      : 1.45 * saturate(heavy, 3) * sigmoid(0.2 + 1.4 * patience);
  },
  // Pays for those who linger over costs on a small basket.
  'free-shipping': ({ person, cartCents }, ask) =>
    0.3 +
    9 *
      saturate(total(ask, 'cost'), 1) *
      (2000 / (2000 + cartCents)) *
      sigmoid(0.6 + person.traits.priceSensitivity),
  // Strong for the price sensitive, and given away to those who would buy anyway.
  'discount-10': ({ person }) => 0.15 + 1.4 * sigmoid(2 * person.traits.priceSensitivity - 1),
};

/**
 * The shift of the log-odds of leaving at `step`, a step after the ask, when `action` is shown at `ask`. 0 for `none`
 * and for an action that this world does not know.
 */
export const trueShift = (action: string, tape: Tape, ask: TapeStep, step: TapeStep): number => {
  const relief = RELIEF[action];
  return relief === undefined ? 0 : INTERRUPTION - relief(tape, ask, step);
};
