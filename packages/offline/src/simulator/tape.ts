import type { Context, Fact, FamilyVector, Stage } from '@causeway/contract';
import { exp, noFriction, stepFriction, totalFriction } from '@causeway/contract';
import { chance, wholeBetween } from './chance.ts';
import { factsOf, feltOnStep } from './page-friction.ts';
import type { Person } from './person.ts';
import { customerOf, strangerOf } from './person.ts';

/** One step that the shopper would take if she stayed, with the friction she would feel on it. */
export type TapeStep = {
  readonly stage: Stage;
  readonly startedAt: number;
  /** when the step closes */
  readonly at: number;
  readonly context: Context;
  readonly facts: Fact[];
  /** what closes it if she stays */
  readonly closedBy: 'stage' | 'cart' | 'time';
  readonly d: FamilyVector;
  readonly total: FamilyVector;
  /** she leaves on this step when the uniform is under her true hazard */
  readonly uniform: number;
};

/** Everything about a visit that no action can change, drawn before it begins. */
export type Tape = {
  readonly visit: number;
  readonly session: string;
  readonly person: Person;
  readonly mobile: boolean;
  readonly startedAt: number;
  readonly cartCents: number;
  readonly marginCents: number;
  readonly steps: readonly TapeStep[];
  /** index of the step at whose close the shop asks for help */
  readonly askStep: number;
};

export type WorldOptions = {
  readonly seed: number;
  /** customers the shop knows */
  readonly people: number;
  /** share of visits by strangers */
  readonly coldShare: number;
  /** when visit 0 begins, ms since 1970 */
  readonly startAt: number;
  /** mean time between the beginnings of two visits */
  readonly gapMs: number;
};

const TAPE_STREAM = 3;
/** Total friction, in units, at which the shop asks for help. */
export const ASK_UNITS = 1.5;

const STEPS: readonly { stage: Stage; low: number; high: number; dwellMs: number }[] = [
  { stage: 'landing', low: 1, high: 1, dwellMs: 9000 },
  { stage: 'browse', low: 1, high: 2, dwellMs: 22000 },
  { stage: 'product', low: 1, high: 2, dwellMs: 30000 },
  { stage: 'cart', low: 1, high: 2, dwellMs: 16000 },
  { stage: 'shipping', low: 2, high: 3, dwellMs: 26000 },
  { stage: 'payment', low: 2, high: 3, dwellMs: 24000 },
  { stage: 'review', low: 1, high: 2, dwellMs: 12000 },
];

const units = (total: FamilyVector): number => total.reduce((sum, x) => sum + x, 0);

/**
 * The shop's own rule, the same under every release: once, on friction in the checkout or on the first payment step.
 */
const askStepOf = (steps: readonly TapeStep[]): number =>
  steps.findIndex(
    ({ stage, total }) =>
      stage === 'payment' || ((stage === 'cart' || stage === 'shipping') && units(total) >= ASK_UNITS),
  );

/**
 * The tape of visit k. The same (world, tapeSeed, k) gives the same tape; another tapeSeed gives fresh visits by the
 * same people. Basket: log-normal, median 8,000 cents; margin rate near 0.35.
 */
export const drawTape = (world: WorldOptions, tapeSeed: number, k: number): Tape => {
  const c = chance(tapeSeed ^ (world.seed * 747796405), TAPE_STREAM, k);
  const cold = c.flip(world.coldShare) || world.people === 0;
  const which = c.uniform();
  const person = cold
    ? strangerOf(world.seed, tapeSeed, k)
    : customerOf(world.seed, Math.floor(which * world.people));
  const mobile = c.flip(person.mobileShare);
  const cartItems = wholeBetween(c, 1, 4);
  const cartCents = Math.min(60_000, Math.max(900, Math.round(8000 * exp(0.6 * c.normal()))));
  const marginCents = Math.round(cartCents * (0.3 + 0.1 * c.uniform()));
  const startedAt = world.startAt + Math.floor((k + c.uniform()) * world.gapMs);
  const hurry = exp(0.25 * person.traits.patience - (mobile ? 0.2 : 0));

  const steps: TapeStep[] = [];
  let at = startedAt;
  let total = noFriction();
  for (const { stage, low, high, dwellMs } of STEPS) {
    const count = wholeBetween(c, low, high);
    const filled = stage !== 'landing' && stage !== 'browse' && stage !== 'product';
    for (let visit = 0; visit < count; visit++) {
      const felt = feltOnStep(c, person, { stage, visit, mobile, cartCents });
      const from = at;
      at = from + Math.max(1500, Math.round(dwellMs * hurry * exp(0.5 * c.normal())));
      const facts = factsOf(felt, stage, from, at);
      const d = stepFriction(facts);
      total = totalFriction(total, d);
      const last = visit === count - 1;
      const context: Context = {
        cartItems: filled ? cartItems : 0,
        cartCents: filled ? cartCents : 0,
        discount: false,
        mobile,
        returning: person.known,
        elapsedMs: at - startedAt,
      };
      const closedBy = !last ? 'time' : stage === 'product' ? 'cart' : 'stage';
      steps.push({ stage, startedAt: from, at, context, facts, closedBy, d, total, uniform: c.uniform() });
    }
  }
  const session = `w${world.seed >>> 0}-${tapeSeed >>> 0}-${String(k).padStart(7, '0')}`;
  return {
    visit: k,
    session,
    person,
    mobile,
    startedAt,
    cartCents,
    marginCents,
    steps,
    askStep: askStepOf(steps),
  };
};
