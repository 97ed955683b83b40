import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  conservativeChoice,
  explorationDesign,
  fairBudget,
  lagrangianBudget,
  worstCaseMean,
} from '../../../packages/offline/src/policy/index.ts';

const random = makeRandom(12);
const noise = (n: number, mean: number) => Float64Array.from({ length: n }, () => mean + random.normal());

describe('worstCaseMean', () => {
  const values = noise(500, 1);
  it('is the mean at radius 0, falls with the radius and stays above the worst row', () => {
    const mean = values.reduce((a, b) => a + b, 0) / 500;
    const at = [0, 0.01, 0.1, 1, 20].map((r) => worstCaseMean(values, r));
    expect(at[0]).toBeCloseTo(mean, 12);
    for (let k = 1; k < 5; k++) expect(at[k] as number).toBeLessThan(at[k - 1] as number);
    expect(at[4] as number).toBeGreaterThanOrEqual(Math.min(...values));
    // For small radii it is mean - s sqrt(2 r).
    expect(mean - (at[1] as number)).toBeCloseTo(Math.sqrt(0.02), 1);
  });

  it('is not above the mean of any reweighting within the radius', () => {
    for (let trial = 0; trial < 50; trial++) {
      const weight = values.map(() => Math.exp(0.6 * random.normal()));
      const total = weight.reduce((a, b) => a + b, 0);
      let [mean, kl] = [0, 0];
      weight.forEach((w, i) => {
        mean += (w / total) * (values[i] as number);
        kl += (w / total) * Math.log((w / total) * 500);
      });
      expect(worstCaseMean(values, kl)).toBeLessThanOrEqual(mean + 1e-9);
    }
  });
});

describe('conservativeChoice', () => {
  const cluster = Array.from({ length: 400 }, (_, i) => i);
  it('takes the best of the safe, and none where none is', () => {
    const candidates = [
      {
        name: 'lucky',
        gains: Float64Array.from({ length: 400 }, (_, i) => (i === 0 ? 200 : 0.01 * (i % 3) - 0.01)),
      },
      { name: 'sound', gains: noise(400, 0.4) },
      { name: 'worse', gains: noise(400, -0.4) },
    ];
    const { chosen, judged } = conservativeChoice(candidates, cluster);
    expect(judged.map((j) => j.safe)).toEqual([false, true, false]);
    expect(chosen).toBe(1);
    expect(conservativeChoice([candidates[2] as (typeof candidates)[number]], cluster).chosen).toBe(-1);
  });

  it('is wrong at most as often as its level says, with five idle candidates', () => {
    let wrong = 0;
    for (let trial = 0; trial < 200; trial++) {
      const idle = Array.from({ length: 5 }, (_, k) => ({ name: `${k}`, gains: noise(400, 0) }));
      if (conservativeChoice(idle, cluster).chosen >= 0) wrong++;
    }
    expect(wrong).toBeLessThanOrEqual(18);
  });

  it('what is safe here may not be where the population leans', () => {
    const one = [{ name: 'thin', gains: noise(400, 0.3) }];
    expect(conservativeChoice(one, cluster).chosen).toBe(0);
    expect(conservativeChoice(one, cluster, { radius: 0.2 }).chosen).toBe(-1);
  });
});

describe('fairBudget', () => {
  const n = 2000;
  const group = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'north' : 'south'));
  const values = [
    new Float64Array(n),
    Float64Array.from(group, (g) => (g === 'north' ? 1.2 : 0.8) * random.uniform()),
  ];
  const table = { n, values, costs: [0, 1] };

  it('keeps the budget and the bound, and tells the price', () => {
    const free = lagrangianBudget(table, 500);
    const fair = fairBudget(table, 500, group, 0.02);
    expect(fair.spent).toBeLessThanOrEqual(500);
    expect(Math.abs((fair.shares.north as number) - (fair.shares.south as number))).toBeLessThanOrEqual(0.02);
    expect(fair.unconstrained.gain).toBeCloseTo(free.gain, 9);
    expect(fair.price).toBeGreaterThan(0);
    expect(fair.relativePrice).toBeLessThan(0.15);
    expect(fair.gain).toBeGreaterThan(0.9 * free.gain);
  });

  it('costs nothing where the bound does not bind', () => {
    expect(fairBudget(table, 500, group, 1).price).toBeCloseTo(0, 9);
  });
});

describe('explorationDesign', () => {
  it('gives each region the effective size that is wanted, and tells the cost', () => {
    const plan = explorationDesign(
      [
        { decisions: 10_000, regret: 20 },
        { decisions: 500, regret: 20 },
      ],
      { arms: 7 },
    );
    expect(plan.least[0]).toBeCloseTo(0.01, 12);
    expect(plan.least[1]).toBeCloseTo(1 / 7, 12);
    expect(plan.effectiveSizes[0]).toBeCloseTo(100, 9);
    expect(plan.costPerDecision).toBeCloseTo((10_000 * 20 * 0.07 + 500 * 20) / 10_500, 9);
  });
  it('refuses a region without decisions', () => {
    expect(() => explorationDesign([{ decisions: 0, regret: 1 }], { arms: 2 })).toThrow(/above 0 is needed/);
  });
});
