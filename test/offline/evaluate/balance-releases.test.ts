import { describe, expect, it } from 'vitest';
import { balanceReleases } from '../../../packages/offline/src/evaluate/index.ts';
import { makeRandom, meanInterval } from '../../../packages/offline/src/maths/index.ts';

const TRUTH = 0.5;

/** Two arms; arm 1 is worth .5 and the model says .3. The first release draws it one time in two, the second one time in fifty. */
const simulate = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const pi = new Float64Array(2 * n);
  const contrast = Float64Array.from({ length: 2 * n }, (_, k) => k % 2);
  const rounds = new Float64Array(n);
  const release = Array.from({ length: n }, (_, i) => (i < n / 2 ? 'first' : 'sharp'));
  for (let i = 0; i < n; i++) {
    const p = i < n / 2 ? 0.5 : 0.02;
    pi.set([1 - p, p], 2 * i);
    const shown = random.uniform() < p;
    const reward = random.uniform() < TRUTH ? 1 : 0;
    rounds[i] = 0.3 + (shown ? (reward - 0.3) / p : 0);
  }
  return { e: { n, release, pi }, rounds, model: new Float64Array(n).fill(0.3), contrast };
};

describe('balanceReleases', () => {
  it('keeps the value, covers it, and is a third as wide where a sharp release has joined the log', () => {
    let [covered, plain, balanced, bias] = [0, 0, 0, 0];
    const SEEDS = 200;
    for (let seed = 0; seed < SEEDS; seed++) {
      const { e, rounds, model, contrast } = simulate(800, seed);
      const cluster = Array.from({ length: e.n }, (_, i) => i);
      const interval = meanInterval(balanceReleases(e, rounds, model, contrast), cluster);
      plain += meanInterval(rounds, cluster).standardError / SEEDS;
      balanced += interval.standardError / SEEDS;
      bias += (interval.value - TRUTH) / SEEDS;
      if (interval.low <= TRUTH && TRUTH <= interval.high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(0.93 * SEEDS);
    expect(Math.abs(bias)).toBeLessThan(0.01);
    expect(balanced).toBeLessThan(plain / 2);
  });

  it('leaves a log of one release as it is, and adds nothing to a log of two alike', () => {
    const { e, rounds, model, contrast } = simulate(400, 1);
    expect(balanceReleases({ ...e, release: e.release.map(() => 'one') }, rounds, model, contrast)).toBe(
      rounds,
    );
    const alike = { ...e, pi: Float64Array.from(e.pi, (_, k) => (k % 2 === 0 ? 0.5 : 0.5)) };
    const again = balanceReleases(alike, rounds, model, contrast);
    const mean = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;
    expect(mean(again)).toBeCloseTo(mean(rounds), 12);
  });
});
