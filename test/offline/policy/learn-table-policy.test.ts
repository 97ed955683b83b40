import { describe, expect, it } from 'vitest';
import type { EffectRows } from '../../../packages/offline/src/learners/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  allocateArms,
  learnTablePolicy,
  type TableStudy,
} from '../../../packages/offline/src/policy/index.ts';

/** Arm 1 adds `gain` to the outcome where x0 > 0 and takes as much elsewhere; x1 says nothing. A fair log of two arms. */
const simulate = (n: number, seed: number, gain: number): EffectRows => {
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: 2 * n }, () => random.normal());
  const action = Int32Array.from({ length: n }, () => random.integer(2));
  const y = Float64Array.from({ length: n }, (_, i) => {
    const effect = (x[2 * i] as number) > 0 ? gain : -gain;
    return (action[i] === 1 ? effect : 0) + random.normal();
  });
  return { n, d: 2, x, y, action, arms: 2, propensity: new Float64Array(n).fill(0.5), seed: 1 };
};

const study = (rows: EffectRows, more: Partial<TableStudy> = {}): TableStudy => ({
  rows,
  arms: ['none', 'help'],
  costs: [0, 0.1],
  budgetPerRow: Infinity,
  objective: 'net',
  ...more,
});

const truthOf = (rows: EffectRows, arm: Int32Array, gain: number, cost: number): number => {
  let sum = 0;
  arm.forEach((a, i) => {
    if (a === 1) sum += ((rows.x[2 * i] as number) > 0 ? gain : -gain) - cost;
  });
  return sum / rows.n;
};

describe('learnTablePolicy', () => {
  it('finds the split, and its judged gain is the true one', () => {
    const fit = learnTablePolicy(study(simulate(3000, 3, 1)));
    const fresh = simulate(3000, 4, 1);
    const truth = truthOf(fresh, fit.decide(fresh.x, fresh.n).arm, 1, 0.1);
    expect(fit.chosen).toBe('learned');
    expect(truth).toBeGreaterThan(0.4);
    expect(fit.value.gain.low).toBeLessThan(truth + 0.03);
    expect(fit.value.gain.high).toBeGreaterThan(truth - 0.03);
  });

  it('learns where few buy and the amounts have a heavy tail, and keeps the budget on other people', () => {
    const random = makeRandom(9);
    const n = 8000;
    const x = Float64Array.from({ length: 2 * n }, () => random.normal());
    const action = Int32Array.from({ length: n }, () => random.integer(3));
    const shareOf = (i: number, a: number) =>
      (a === 1 && (x[2 * i] as number) > 0 ? 0.22 : 0.08) - (a === 2 ? 0.06 : 0);
    const y = Float64Array.from({ length: n }, (_, i) =>
      random.uniform() < shareOf(i, action[i] as number) ? 30 * Math.exp(random.normal()) : 0,
    );
    const fit = learnTablePolicy(
      study(
        { n, d: 2, x, y, action, arms: 3, propensity: new Float64Array(n).fill(1 / 3), seed: 1 },
        { arms: ['none', 'gift', 'banner'], costs: [0, 2, 0.1], budgetPerRow: 0.5, objective: 'gross' },
      ),
    );
    const made = fit.decide(x, n);
    const gift = Array.from(made.arm, (a, i) => (a === 1 ? i : -1)).filter((i) => i >= 0);
    expect(made.spent / n).toBeLessThanOrEqual(0.5);
    expect(gift.length / n).toBeGreaterThan(0.2);
    expect(gift.filter((i) => (x[2 * i] as number) > 0).length / gift.length).toBeGreaterThan(0.95);
    expect(made.arm.filter((a) => a === 2).length / n).toBeLessThan(0.02);
  });

  it('does nothing where nothing helps: at most two times in twelve logs of noise', () => {
    let acted = 0;
    for (let seed = 0; seed < 12; seed++)
      if (learnTablePolicy(study(simulate(300, 50 + seed, 0))).chosen !== 'nothing') acted++;
    expect(acted).toBeLessThanOrEqual(2);
  });

  it('refuses a control that costs, and a budget below 0', () => {
    const rows = simulate(50, 1, 0);
    expect(() => learnTablePolicy(study(rows, { costs: [1, 0] }))).toThrow(/doing nothing, costs 0/);
    expect(() => learnTablePolicy(study(rows, { budgetPerRow: -1 }))).toThrow(/at least 0/);
  });
});

describe('allocateArms', () => {
  it('gives money to some of people alike, not to all or none', () => {
    const effects = [new Float64Array(1000).fill(0.3)];
    const { spent } = allocateArms(
      effects,
      1000,
      { costs: [0, 1], budgetPerRow: 0.4, objective: 'gross' },
      1,
    );
    expect(spent).toBeLessThanOrEqual(400);
    expect(spent).toBeGreaterThan(395);
  });

  it('leaves rows without an effect alone', () => {
    const effects = [Float64Array.of(Number.NaN, 1)];
    const spending = { costs: [0, 0], budgetPerRow: Infinity, objective: 'gross' } as const;
    expect([...allocateArms(effects, 2, spending, 1).arm]).toEqual([0, 1]);
  });
});
