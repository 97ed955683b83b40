import { FRICTION_FAMILIES, type FrictionFamily, priorProfile, type StepState } from '@causeway/contract';
import type { Random } from '../../maths/index.ts';
import type { Asked } from './asked.ts';

/** A world that the log did not show: its questions, made of those that it did. */
export type Scenario = {
  readonly name: string;
  readonly says: string;
  make(asked: readonly Asked[], random: Random): Asked[];
};

const MOST_FRICTION = 10_000;
const MOST_SMOOTHED = 1e6;
/** Friction as no honest visit has it, so that every model sees its extreme. */
const EXTREME = 50;
/** Bots a logged question, and sessions an account of a ring opens. */
const BOTS = 1;
const RING_SHARE = 0.05;
const RING_SESSIONS = 20;

const withState = (asked: Asked, change: Partial<StepState>): Asked => ({
  ...asked,
  ask: { ...asked.ask, state: { ...asked.ask.state, ...change } },
});

const scaled = (by: number) => (asked: Asked) => {
  const { d, total, smoothedBefore } = asked.ask.state;
  const times = (x: number): number => Math.min(MOST_FRICTION, by * x);
  return withState(asked, {
    d: d.map(times),
    total: total.map(times),
    smoothedBefore: Math.min(MOST_SMOOTHED, by * smoothedBefore),
  });
};

const raised = (asked: Asked, family: FrictionFamily, by: number): Asked => {
  const k = FRICTION_FAMILIES.indexOf(family);
  const { d, total } = asked.ask.state;
  const plus = (v: readonly number[]) => v.map((x, i) => (i === k ? Math.min(MOST_FRICTION, x + by) : x));
  return withState(asked, { d: plus(d), total: plus(total) });
};

const extreme = (asked: Asked): Asked =>
  withState(asked, {
    d: FRICTION_FAMILIES.map(() => EXTREME),
    total: FRICTION_FAMILIES.map(() => EXTREME),
    smoothedBefore: EXTREME,
  });

const onDevice = (asked: Asked, mobile: boolean): Asked =>
  withState(asked, { context: { ...asked.ask.state.context, mobile } });

const stranger = (asked: Asked, name: string): Asked => ({
  ...asked,
  session: name,
  profile: { ...priorProfile(`anon:${name}`), holdout: false },
  counts: {},
  history: [],
});

/** The worlds that a candidate is tried in before it ramps. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'as-logged', says: 'the questions of the log, as they were', make: (asked) => [...asked] },
  {
    name: 'friction-doubled',
    says: 'every friction of every visit twice as large',
    make: (asked) => asked.map(scaled(2)),
  },
  {
    name: 'friction-gone',
    says: 'a shop without any friction',
    make: (asked) => asked.map(scaled(0)),
  },
  {
    name: 'payment-incident',
    says: 'the payment gateway fails: three more failures for everyone at payment or review',
    make: (asked) =>
      asked.map((one) =>
        ['payment', 'review'].includes(one.ask.state.stage) ? raised(one, 'payment', 3) : one,
      ),
  },
  {
    name: 'demand-tripled',
    says: 'three times as many people at the same money',
    make: (asked) =>
      asked.flatMap((one) =>
        [0, 1, 2].map((k) => ({
          ...one,
          session: `${one.session}-${k}`,
          profile: { ...one.profile, subject: k === 0 ? one.profile.subject : `${one.profile.subject}-${k}` },
        })),
      ),
  },
  {
    name: 'all-mobile',
    says: 'everyone on a phone',
    make: (asked) => asked.map((one) => onDevice(one, true)),
  },
  {
    name: 'all-desktop',
    says: 'everyone at a desk',
    make: (asked) => asked.map((one) => onDevice(one, false)),
  },
  {
    name: 'all-strangers',
    says: 'nobody is known: a lost identity service, or a campaign to new people',
    make: (asked) => asked.map((one, i) => stranger(one, `scenario-${i}`)),
  },
  {
    name: 'bots',
    says: 'as many bots as questions: new names, extreme friction, never a purchase',
    make: (asked) =>
      asked.flatMap((one, i) => [
        one,
        ...Array.from({ length: BOTS }, (_, k) => ({
          ...extreme(stranger(one, `bot-${i}-${k}-session`)),
          honest: false,
        })),
      ]),
  },
  {
    name: 'ring-of-accounts',
    says: 'one in twenty known people is an account that shows extreme friction in twenty new sessions, for money',
    make: (asked, random) => {
      const ring = new Set<string>();
      for (const subject of new Set(
        asked.filter((one) => one.profile.known).map((one) => one.profile.subject),
      ))
        if (random.uniform() < RING_SHARE) ring.add(subject);
      const begun = new Set<string>();
      return asked.flatMap((one) => {
        const { subject } = one.profile;
        if (!ring.has(subject)) return [one];
        if (begun.has(subject)) return [];
        begun.add(subject);
        return Array.from({ length: RING_SESSIONS }, (_, k) => ({
          ...extreme(one),
          session: `${one.session}-${k}`,
          counts: {},
          honest: false,
        }));
      });
    },
  },
];
