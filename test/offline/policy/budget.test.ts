import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { greedyBudget, lagrangianBudget } from '../../../packages/offline/src/policy/index.ts';
import { numericCsv, referenceFile } from '../support/reference-data.ts';

const random = makeRandom(9);

/** The largest gain of any allocation of a few rows within the budget. */
const bruteForce = (values: readonly Float64Array[], costs: readonly number[], budget: number): number => {
  const n = (values[0] as Float64Array).length;
  const best = (i: number, left: number): number => {
    if (i === n) return 0;
    let top = -Infinity;
    values.forEach((column, a) => {
      const cost = costs[a] as number;
      if (cost > left + 1e-12) return;
      const gain = (column[i] as number) - (values[0]?.[i] as number);
      top = Math.max(top, gain + best(i + 1, left - cost));
    });
    return top;
  };
  return best(0, budget);
};

describe('lagrangianBudget', () => {
  it('never spends more than the budget, and its bound holds for every allocation', () => {
    for (let trial = 0; trial < 20; trial++) {
      const values = [0, 1, 2].map(() => Float64Array.from({ length: 8 }, () => random.normal()));
      const costs = [0, 1 + random.uniform(), 2 * random.uniform()];
      const budget = 6 * random.uniform();
      const fit = lagrangianBudget({ n: 8, values, costs }, budget);
      const exact = bruteForce(values, costs, budget);
      expect(fit.spent).toBeLessThanOrEqual(budget + 1e-9);
      expect(fit.gain).toBeLessThanOrEqual(exact + 1e-9);
      expect(fit.upperBound).toBeGreaterThanOrEqual(exact - 1e-9);
      expect(fit.gap).toBeCloseTo(Math.max(0, fit.upperBound - fit.gain), 12);
    }
  });

  it('leaves less than one person’s best gain to the bound', () => {
    const values = [0, 1].map((a) => Float64Array.from({ length: 5000 }, () => a * random.uniform()));
    const fit = lagrangianBudget({ n: 5000, values, costs: [0, 1] }, 700.5);
    expect(fit.gap).toBeLessThan(1);
    expect(fit.counts[1]).toBe(700);
  });

  it('takes costs that differ from row to row, and sets no price while money is plenty', () => {
    const values = [new Float64Array(3), Float64Array.of(3, 2, 1)];
    const costs = [0, Float64Array.of(10, 1, 1)];
    expect([...lagrangianBudget({ n: 3, values, costs }, 2).arm]).toEqual([0, 1, 1]);
    expect(lagrangianBudget({ n: 3, values, costs }, 12).multiplier).toBe(0);
  });

  it.each([
    ['a negative budget', [0, 1], -1, /got -1/],
    ['a negative cost', [0, -1], 1, /got -1, allowed is at least 0/],
    ['too few costs', [0], 1, /2 values and 1 costs/],
  ])('refuses %s', (_, costs, budget, message) => {
    expect(() => lagrangianBudget({ n: 1, values: [[0], [1]], costs }, budget)).toThrow(message);
  });
});

const csv = referenceFile('reference/hillstrom-dr-visit.csv.gz');

describe('frozen allocation on Hillstrom', () => {
  it.skipIf(csv === null)('multiplier, spend, arms, gain, the greedy peer and the bound', () => {
    const rows = numericCsv(csv as string);
    const table = {
      n: 64_000,
      values: [0, 1, 2].map((a) => rows[`m${a}`] as number[]),
      costs: [0, 0.05, 0.04],
    };
    const fit = lagrangianBudget(table, 864);
    expect(fit.multiplier).toBeCloseTo(1.9625147136986638, 9);
    expect(fit.spent).toBeCloseTo(863.97, 9);
    expect(fit.counts).toEqual([44389, 7953, 11658]);
    expect(fit.gain).toBeCloseTo(2104.1317891717945, 8);
    expect(fit.upperBound).toBeCloseTo(2104.190664613614, 8);
    const greedy = greedyBudget(table, 864);
    expect(greedy.counts).toEqual([44376, 7902, 11722]);
    expect(greedy.gain).toBeCloseTo(2103.9917506129236, 8);
  });
});
