import { ratioInterval } from '../maths/index.ts';
import type { StepFacts } from './observe-step.ts';

/** What a step has brought by its candidate: its people, their visits, and how much more they brought than the incumbent's people would have. */
export type StepGain = {
  readonly people: number;
  readonly visits: number;
  /** cents: visits × (the candidate's margin a visit - the incumbent's); null where nobody was the incumbent's, or too few were */
  readonly cents: number | null;
  readonly variance: number;
};

/** A ratio of two sums needs two people to have an error. */
const LEAST_PEOPLE = 2;

/** Margin a visit of people, each with a sum and a number of visits. */
const perVisit = (people: readonly { reward: number; visits: number }[]) =>
  ratioInterval(
    people.map(({ reward }) => reward),
    people.map(({ visits }) => visits),
    people.map((_, i) => i),
  );

/** The difference in margin over a step, people as they were drawn: right whatever the candidate did, with its error. */
export const stepGain = ({ people }: Pick<StepFacts, 'people'>): StepGain => {
  const all = [...people.values()];
  const [inside, outside] = [all.filter((p) => p.candidate), all.filter((p) => !p.candidate)];
  const visits = inside.reduce((sum, person) => sum + person.visits, 0);
  if (inside.length < LEAST_PEOPLE || outside.length < LEAST_PEOPLE)
    return { people: inside.length, visits, cents: null, variance: 0 };
  const [own, other] = [perVisit(inside), perVisit(outside)];
  return {
    people: inside.length,
    visits,
    cents: visits * (own.value - other.value),
    variance: visits ** 2 * (own.standardError ** 2 + other.standardError ** 2),
  };
};

/** What a path exposed people to, until it ended. */
export type PathExposure = {
  readonly people: number;
  readonly visits: number;
  /** cents that the candidate brought more (less: the harm) in its visits beside the incumbent's, with a 95 % interval; null where there are none */
  readonly gainCents: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** visits in it that no incumbent stood beside */
  readonly uncompared: number;
};

const NORMAL = 1.959963984540054;

/** Steps together: people stay in the candidate's arm as it grows, visits of each step are their own. */
export const pathExposure = (steps: readonly StepGain[]): PathExposure => {
  const compared = steps.filter(({ cents }) => cents !== null);
  const value = compared.reduce((sum, { cents }) => sum + (cents as number), 0);
  const half = NORMAL * Math.sqrt(compared.reduce((sum, { variance }) => sum + variance, 0));
  const visits = (of: readonly StepGain[]) => of.reduce((sum, step) => sum + step.visits, 0);
  return {
    people: steps.reduce((most, { people }) => Math.max(most, people), 0),
    visits: visits(steps),
    gainCents: compared.length === 0 ? null : { value, low: value - half, high: value + half },
    uncompared: visits(steps) - visits(compared),
  };
};
