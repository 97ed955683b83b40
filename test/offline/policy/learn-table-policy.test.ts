import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { learnTablePolicy, tableArm } from '../../../packages/offline/src/policy/index.ts';

/** Arm 1 gains `gain` where x0 > 0 and loses as much elsewhere; x1 says nothing. Unbiased scores of a fair log. */
const simulate = (n: number, seed: number, gain: number) => {
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: 2 * n }, () => random.normal());
  const scores = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const effect = (x[2 * i] as number) > 0 ? gain : -gain;
    const shown = random.integer(2);
    scores[2 * i + shown] = 2 * ((shown === 1 ? effect : 0) + random.normal());
  }
  return {
    n,
    p: 2,
    arms: ['none', 'help'],
    x,
    scores,
    costs: [0, 0.1],
    budgetPerRow: Infinity,
    person: Array.from({ length: n }, (_, i) => `p${i}`),
    seed: 1,
  };
};

describe('learnTablePolicy', () => {
  it('finds the split, and its judged gain is the true one', () => {
    const fit = learnTablePolicy(simulate(4000, 3, 1));
    const fresh = simulate(4000, 4, 1);
    let truth = 0;
    for (let i = 0; i < fresh.n; i++)
      if (tableArm(fit.model, fresh.x, 2 * i) === 1)
        truth += ((fresh.x[2 * i] as number) > 0 ? 0.9 : -1.1) / fresh.n;
    expect(truth).toBeGreaterThan(0.4);
    const judged = fit.candidates.find(({ name }) => name === fit.chosen);
    expect(judged?.gain.low as number).toBeLessThan(truth + 0.03);
    expect(judged?.gain.high as number).toBeGreaterThan(truth - 0.03);
  });

  it('keeps a budget by a price', () => {
    const fit = learnTablePolicy({ ...simulate(4000, 3, 1), costs: [0, 0.4], budgetPerRow: 0.1 });
    const chosen = fit.candidates.find(({ name }) => name === fit.chosen);
    expect(chosen === undefined || chosen.spend <= 0.1).toBe(true);
    expect(fit.candidates.every(({ spend }) => spend <= 0.1)).toBe(true);
  });

  it('does nothing where nothing helps: at most one time in twenty logs of noise', () => {
    let acted = 0;
    for (let seed = 0; seed < 20; seed++)
      if (learnTablePolicy(simulate(600, 50 + seed, 0)).chosen !== 'nothing') acted++;
    expect(acted).toBeLessThanOrEqual(2);
  });

  it('refuses a control that costs', () => {
    expect(() => learnTablePolicy({ ...simulate(50, 1, 0), costs: [1, 0] })).toThrow(
      /doing nothing, costs 0/,
    );
  });
});
