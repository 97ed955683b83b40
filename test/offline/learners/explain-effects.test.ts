import { describe, expect, it } from 'vitest';
import {
  effectDrivers,
  effectSurrogate,
  featureOf,
  sensitiveDrivers,
} from '../../../packages/offline/src/learners/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

/** The effect is 2 where `city = Rome`, plus a little of `age`; `noise` moves nothing. */
const world = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const names = ['city = Oslo', 'city = Rome', 'age', 'noise'];
  const x = new Float64Array(n * 4);
  for (let i = 0; i < n; i++) {
    const rome = random.uniform() < 0.4 ? 1 : 0;
    x.set([1 - rome, rome, random.normal(), random.normal()], i * 4);
  }
  const effect = Float64Array.from(
    { length: n },
    (_, i) => 2 * (x[i * 4 + 1] as number) + 0.3 * (x[i * 4 + 2] as number),
  );
  const psi = effect.map((v) => v + 3 * random.normal());
  const group = Array.from({ length: n }, (_, i) => String(i >> 1));
  return { x, n, d: 4, names, effect, psi, group, seed };
};

describe('what drives effects', () => {
  const data = world(1500, 3);
  const found = effectDrivers(data);

  it('ranks features by the share of variation they drive, all levels of a text as one', () => {
    expect(found.drivers.map(({ feature }) => feature)).toEqual(['city', 'age', 'noise']);
    // Var of 2·1{Rome} is .96 of 1.05 in all, of .3 age .09.
    expect(Math.abs((found.drivers[0]?.importance as number) - 0.91)).toBeLessThan(0.12);
    expect(Math.abs((found.drivers[1]?.importance as number) - 0.09)).toBeLessThan(0.05);
    expect(found.drivers[2]?.importance).toBeLessThan(0.01);
    expect(found.fit).toBeGreaterThan(0.95);
  });

  it('finds no driver of one effect for all', () => {
    expect(effectDrivers({ ...data, effect: new Float64Array(data.n).fill(2) }).drivers).toEqual([]);
  });

  it.each([
    ['city = Rome', 'city'],
    ['age missing', 'age'],
    ['a = b', 'a'],
    ['plain', 'plain'],
  ])('knows that the column %s is of the feature %s', (column, feature) => {
    expect(featureOf(column)).toBe(feature);
  });
});

describe('rows that count by weights', () => {
  // Half of the rows have effects by age alone; weights of 0 leave only these.
  const whole = world(3000, 9);
  const own = (i: number): boolean => i % 4 < 2;
  const effect = whole.effect.map((v, i) => (own(i) ? (whole.x[i * 4 + 2] as number) : v));
  const weight = Float64Array.from(effect, (_, i) => (own(i) ? 1 : 0));

  it('those of weight 0 drive nothing and are told of by no leaf', () => {
    const { drivers } = effectDrivers({ ...whole, effect, weight });
    expect(drivers[0]?.feature).toBe('age');
    expect(drivers[1]?.importance).toBeLessThan(0.02);
    const leaves = effectSurrogate({ ...whole, effect, psi: effect, weight });
    expect(leaves.every(({ conditions }) => conditions.every((words) => words.startsWith('age')))).toBe(true);
    expect(leaves.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const { predicted, effect: told } of leaves) expect(told?.value).toBeCloseTo(predicted, 9);
  });

  it('weights of one change nothing', () => {
    const one = new Float64Array(whole.n).fill(1);
    expect(effectDrivers({ ...whole, weight: one })).toEqual(effectDrivers(whole));
    const told = effectSurrogate(whole);
    effectSurrogate({ ...whole, weight: one }).forEach((leaf, k) => {
      expect(leaf.conditions).toEqual(told[k]?.conditions);
      expect(leaf.effect?.low).toBeCloseTo(told[k]?.effect?.low as number, 6);
    });
  });
});

describe('a surrogate tree', () => {
  it('tells of its leaves by rows that did not shape it', () => {
    let held = 0;
    let leaves = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const data = world(400, seed);
      // Effects that follow the scores' own noise: a tree that judged itself would see what is not there.
      const noise = data.psi.map((v, i) => v - (data.effect[i] as number));
      for (const { effect } of effectSurrogate({ ...data, effect: noise, psi: noise })) {
        if (effect === null) continue;
        leaves++;
        if (effect.low <= 0 && 0 <= effect.high) held++;
      }
    }
    expect(leaves).toBeGreaterThan(90);
    expect(held / leaves).toBeGreaterThan(0.88);
  });

  it('says in words who is in a leaf, those of the greatest effect first', () => {
    const [first, ...others] = effectSurrogate({ ...world(1500, 5), leaves: 2 });
    // With two cities, one condition says what the other does.
    expect(first?.conditions.join()).toMatch(/^(city = Rome|not \(city = Oslo\))$/);
    expect(others.at(-1)?.conditions.join()).toMatch(/^(city = Oslo|not \(city = Rome\))$/);
    const { low, high } = first?.effect ?? { low: 0, high: 0 };
    expect(low <= 2 && 2 <= high).toBe(true);
  });
});

describe('sensitive drivers', () => {
  const data = world(1500, 3);
  const found = effectDrivers(data);
  const warn = (sensitive: [string, Float64Array][], drivers = found.drivers): string[] =>
    sensitiveDrivers({ ...data, ...found, drivers, sensitive: new Map(sensitive) });

  it('are named when they stand for a column that is not among the features', () => {
    const faith = Float64Array.from({ length: data.n }, (_, i) => data.x[i * 4 + 1] as number);
    expect(warn([['faith', faith]])[0]).toMatch(/^city drives .* stands for faith \(correlation 1\.00\)/);
  });

  it('are not warned of when nothing sensitive goes along with them', () => {
    const random = makeRandom(9);
    expect(warn([['faith', Float64Array.from({ length: data.n }, () => random.normal())]])).toEqual([]);
  });

  it('are told by their names', () => {
    expect(warn([], [{ feature: 'zip_code', importance: 0.5 }])[0]).toMatch(/zip_code drives 50 %/);
    expect(warn([], [{ feature: 'page', importance: 0.5 }])).toEqual([]);
    expect(warn([], [{ feature: 'age', importance: 0.05 }])).toEqual([]);
  });
});
