import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { cappedBudget, lagrangianBudget } from '../../../packages/offline/src/policy/index.ts';

const table = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const values = [0, 1, 2].map((a) =>
    Float64Array.from({ length: n }, () => (a === 0 ? 0 : random.normal())),
  );
  return { n, values, costs: [0, 1, 0.4] };
};
const people = (n: number, each: number) => Array.from({ length: n }, (_, i) => `p${Math.floor(i / each)}`);

/** The largest gain within budget and cap, by trying everything. */
const bruteForce = (
  { n, values, costs }: ReturnType<typeof table>,
  budget: number,
  person: string[],
  cap: number,
) => {
  const used = new Map<string, number>();
  const best = (i: number, left: number): number => {
    if (i === n) return 0;
    let top = best(i + 1, left);
    const who = person[i] as string;
    const before = used.get(who) ?? 0;
    if (before >= cap) return top;
    used.set(who, before + 1);
    for (let a = 1; a < values.length; a++)
      if ((costs[a] as number) <= left + 1e-12)
        top = Math.max(top, (values[a]?.[i] as number) + best(i + 1, left - (costs[a] as number)));
    used.set(who, before);
    return top;
  };
  return best(0, budget);
};

describe('cappedBudget', () => {
  it('keeps budget and cap, and no allocation passes its bound', () => {
    for (let seed = 0; seed < 12; seed++) {
      const [own, person] = [table(8, seed), people(8, 4)];
      const budget = 0.5 + 0.25 * seed;
      const fit = cappedBudget(own, budget, person, 2);
      const best = bruteForce(own, budget, person, 2);
      expect(fit.spent).toBeLessThanOrEqual(budget + 1e-9);
      for (const name of new Set(person))
        expect(person.filter((p, i) => p === name && fit.arm[i] !== 0).length).toBeLessThanOrEqual(2);
      expect(fit.gain).toBeLessThanOrEqual(best + 1e-9);
      expect(fit.upperBound).toBeGreaterThanOrEqual(best - 1e-9);
    }
  });

  it('is the plain Lagrangian where the cap binds nobody, and near its bound on many rows', () => {
    const own = table(2000, 3);
    const free = lagrangianBudget(own, 150);
    expect(cappedBudget(own, 150, people(2000, 4), 4).gain).toBeCloseTo(free.gain, 6);
    const capped = cappedBudget(own, 150, people(2000, 4), 1);
    expect(capped.gain).toBeLessThan(free.gain);
    expect(capped.relativeGap).toBeLessThan(0.01);
  });

  it('with a cap of 0 serves nobody; refuses caps that are no whole number', () => {
    const own = table(40, 1);
    expect(cappedBudget(own, 5, people(40, 2), 0)).toMatchObject({ gain: 0, spent: 0 });
    expect(() => cappedBudget(own, 5, people(40, 2), 0.5)).toThrow(/whole number/);
    expect(() => cappedBudget(own, 5, people(3, 2), 1)).toThrow(/3 rows of 40/);
  });
});
