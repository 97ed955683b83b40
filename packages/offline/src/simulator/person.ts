import { clamp, sigmoid } from '@causeway/contract';
import { chance } from './chance.ts';

/** What no log shows: each trait is standard normal over people, and larger means more of it. */
export type Traits = {
  readonly intent: number;
  readonly patience: number;
  readonly priceSensitivity: number;
  readonly trust: number;
  readonly fluency: number;
};

export type Person = {
  readonly index: number;
  /** the shop's pseudonym of a customer, or the random name of a stranger ("anon:" in front) */
  readonly subject: string;
  readonly known: boolean;
  readonly household: number;
  readonly traits: Traits;
  /** share of this person's visits made on a mobile device */
  readonly mobileShare: number;
};

const PERSON_STREAM = 1;
const HOUSEHOLD_STREAM = 2;
/** How much of a trait is shared by a household: its correlation between two members. */
const SHARED = 0.3;

const traitsOf = (seed: number, index: number, household: number): Traits => {
  const shared = chance(seed, HOUSEHOLD_STREAM, household);
  const own = chance(seed, PERSON_STREAM, index);
  // Clamped, so that no one is so extreme that a single effect becomes absurd.
  const trait = () =>
    clamp(Math.sqrt(SHARED) * shared.normal() + Math.sqrt(1 - SHARED) * own.normal(), -2.5, 2.5);
  return { intent: trait(), patience: trait(), priceSensitivity: trait(), trust: trait(), fluency: trait() };
};

/** Younger, more fluent and more hurried people come by phone more often. */
const mobileShareOf = ({ patience, fluency }: Traits): number =>
  sigmoid(0.1 - 0.6 * patience + 0.4 * fluency);

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** Customer `index` of the shop, from 0. Customers 2h and 2h+1 live in household h. */
export const customerOf = (seed: number, index: number): Person => {
  const household = index >> 1;
  const traits = traitsOf(seed, index, household);
  const subject = `c${pad(index, 7)}`;
  return { index, subject, known: true, household, traits, mobileShare: mobileShareOf(traits) };
};

/** A stranger: someone of the same crowd of whom the shop knows nothing, met once, under a random name. */
export const strangerOf = (seed: number, tapeSeed: number, visit: number): Person => {
  const index = 1_000_000_000 - visit;
  const traits = traitsOf(seed ^ (tapeSeed * 2654435761), index, index);
  return {
    index,
    subject: `anon:w${pad(tapeSeed >>> 0, 10)}-${pad(visit, 9)}`,
    known: false,
    household: index,
    traits,
    mobileShare: mobileShareOf(traits),
  };
};
