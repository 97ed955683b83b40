import type { Fact } from '../event/fact.ts';
import { FACT_KINDS, FRICTION_FAMILIES } from '../event/fact-kind.ts';
import { zeros } from '../maths/vector.ts';

/** d_t or Δ_t: one amount a family, in the order of FRICTION_FAMILIES, in units of friction. */
export type FamilyVector = number[];

export const noFriction = (): FamilyVector => zeros(FRICTION_FAMILIES.length);

/** What one fact adds: min(cap, value / scale) units of its family. */
export const unitsOf = (fact: Pick<Fact, 'kind' | 'value'>): number => {
  const { scale, cap } = FACT_KINDS[fact.kind];
  const units = fact.value / scale;
  return units < cap ? units : cap;
};

/** d_t of a step: the sum of its facts by family, in the order in which they were felt. */
export const stepFriction = (facts: readonly Pick<Fact, 'kind' | 'value'>[]): FamilyVector => {
  const d = noFriction();
  for (const fact of facts) {
    const k = FRICTION_FAMILIES.indexOf(FACT_KINDS[fact.kind].family);
    d[k] = (d[k] as number) + unitsOf(fact);
  }
  return d;
};

/** Δ_t = Δ_{t-1} + d_t (B22): friction so far, this step included. */
export const totalFriction = (before: FamilyVector, d: FamilyVector): FamilyVector =>
  before.map((x, k) => x + (d[k] as number));
