import { describe, expect, it } from 'vitest';
import {
  challenge,
  epsilonGreedy,
  inverseGap,
  OnlineBandit,
  progressiveValidation,
  RecursiveRidge,
} from '../../../packages/offline/src/bandit/index.ts';
import { fitRidge, makeRandom } from '../../../packages/offline/src/maths/index.ts';

const D = 3;

/** Arm 1 pays where x is high, arm 2 where it is low, arm 0 always a little; logged uniformly. Best policy: about .68. */
const simulate = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const x = new Float64Array(n * D);
  const action = new Int32Array(n);
  const reward = new Float64Array(n);
  let best = 0;
  for (let i = 0; i < n; i++) {
    const [u, v] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
    x.set([1, u, v], i * D);
    const means = [0.35, 0.4 + 0.4 * u, 0.4 - 0.4 * u];
    action[i] = random.integer(3);
    reward[i] = random.uniform() < (means[action[i] as number] as number) ? 1 : 0;
    best += Math.max(...means) / n;
  }
  return {
    log: {
      n,
      d: D,
      x,
      action,
      reward,
      propensity: new Float64Array(n).fill(1 / 3),
      cluster: [...action.keys()],
    },
    best,
  };
};

describe('RecursiveRidge', () => {
  it('is ridge regression, after every row', () => {
    const random = makeRandom(3);
    const n = 60;
    const x = Float64Array.from({ length: n * 2 }, () => random.normal());
    const y = Float64Array.from(
      { length: n },
      (_, i) => 1 + 2 * (x[2 * i] as number) - (x[2 * i + 1] as number) + random.normal(),
    );
    const online = new RecursiveRidge(3, 1e-8);
    const row = new Float64Array(3);
    for (let i = 0; i < n; i++) {
      row.set([1, x[2 * i] as number, x[2 * i + 1] as number]);
      online.learn(row, 0, y[i] as number, 1);
    }
    const whole = fitRidge({ x, n, p: 2, y, grid: [0] });
    expect(online.weights[0]).toBeCloseTo(whole.intercept, 5);
    expect(online.weights[1]).toBeCloseTo(whole.coefficients[0] as number, 5);
    expect(online.weights[2]).toBeCloseTo(whole.coefficients[1] as number, 5);
  });

  it('a row of weight three is that row three times', () => {
    const [a, b] = [new RecursiveRidge(2, 1), new RecursiveRidge(2, 1)];
    const x = Float64Array.of(1, 0.5);
    a.learn(x, 0, 2, 3);
    for (let k = 0; k < 3; k++) b.learn(x, 0, 2, 1);
    expect(a.weights[0]).toBeCloseTo(b.weights[0] as number, 12);
  });
});

describe('exploration', () => {
  it.each([epsilonGreedy(0.1), inverseGap(50, 0.02)])(
    'of $name is a distribution that favours the best',
    (rule) => {
      const pi = new Float64Array(3);
      rule.spread(Float64Array.of(0.1, 0.9, 0.5), pi);
      expect(pi.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...pi)).toBeGreaterThanOrEqual(0.02);
      expect(pi[1]).toBe(Math.max(...pi));
    },
  );
});

describe('progressiveValidation', () => {
  it.each(['weighted', 'doubly-robust'] as const)(
    'the learner with %s updates nears the best policy',
    (update) => {
      const { log, best } = simulate(12_000, 5);
      const bandit = new OnlineBandit({ arms: 3, d: D, exploration: epsilonGreedy(0.05), update });
      const { value } = progressiveValidation(bandit, log);
      expect(value.value).toBeGreaterThan(0.9 * best);
      expect(value.low).toBeLessThan(best);
      expect(bandit.effects()[0]).toEqual([0, 0, 0]);
      expect(bandit.bytes).toBe(36);
    },
  );

  it('is honest: its mean over logs is what the learner truly earned, and its interval covers that', () => {
    let covered = 0;
    let bias = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { log } = simulate(600, 100 + seed);
      const make = () => new OnlineBandit({ arms: 3, d: D, exploration: inverseGap(20) });
      const { value } = progressiveValidation(make(), log);
      const twin = make();
      const pi = new Float64Array(3);
      let truth = 0;
      for (let i = 0; i < log.n; i++) {
        twin.propose(log.x, i * D, pi);
        const u = log.x[i * D + 1] as number;
        truth +=
          ((pi[0] as number) * 0.35 +
            (pi[1] as number) * (0.4 + 0.4 * u) +
            (pi[2] as number) * (0.4 - 0.4 * u)) /
          log.n;
        twin.learn(log.x, i * D, log.action[i] as number, log.reward[i] as number, 1 / 3);
      }
      if (value.low <= truth && truth <= value.high) covered++;
      bias += (value.value - truth) / 60;
    }
    expect(covered).toBeGreaterThanOrEqual(54);
    expect(Math.abs(bias)).toBeLessThan(0.02);
  });

  it('a challenger replaces the champion only on proof', () => {
    const { log } = simulate(6000, 8);
    const run = (epsilon: number) =>
      progressiveValidation(new OnlineBandit({ arms: 3, d: D, exploration: epsilonGreedy(epsilon) }), log);
    const [random, sharp] = [run(1), run(0.05)];
    expect(challenge(random, sharp, log.cluster).replace).toBe(true);
    expect(challenge(sharp, random, log.cluster).replace).toBe(false);
    expect(challenge(sharp, sharp, log.cluster).replace).toBe(false);
  });

  it('follows a change when it may forget', () => {
    const before = simulate(3000, 11).log;
    const flipped = { ...before, x: before.x.map((v, k) => (k % D === 1 ? -v : v)) };
    const value = (memory: number) => {
      const bandit = new OnlineBandit({ arms: 3, d: D, exploration: epsilonGreedy(0.05), memory });
      progressiveValidation(bandit, before);
      return progressiveValidation(bandit, flipped).value.value;
    };
    expect(value(0.99)).toBeGreaterThan(value(1) + 0.03);
  });

  it.each([
    ['a propensity of 0', { propensity: [0] }, /allowed is \(0, 1\]/],
    ['an arm that is not there', { action: Int32Array.of(7) }, /there are 3 arms/],
    ['a reward that is no number', { reward: [Number.NaN] }, /a finite number is needed/],
  ])('refuses %s', (_, broken, message) => {
    const log = {
      n: 1,
      d: D,
      x: Float64Array.of(1, 0, 0),
      action: Int32Array.of(0),
      reward: [1],
      propensity: [0.5],
      cluster: [0],
    };
    const bandit = new OnlineBandit({ arms: 3, d: D, exploration: epsilonGreedy(0.1) });
    expect(() => progressiveValidation(bandit, { ...log, ...broken })).toThrow(message);
  });
});
