import { describe, expect, it } from 'vitest';
import { CausalForest } from '../../../packages/offline/src/forest/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { rmse } from '../support/effect-world.ts';

const trial = (n: number, seed: number, step = 1) => {
  const random = makeRandom(seed);
  const d = 5;
  const x = Float64Array.from({ length: n * d }, () => random.normal());
  const tau = Float64Array.from({ length: n }, (_, i) => ((x[i * d] as number) > 0 ? step : 0));
  const t = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 0.5 : -0.5));
  const y = Float64Array.from(
    { length: n },
    (_, i) => (tau[i] as number) * (t[i] as number) + random.normal(),
  );
  return { x, n, d, y, t, tau, seed };
};

describe('a causal forest', () => {
  const data = trial(3000, 2);
  const forest = new CausalForest({ trees: 200 }).fit(data);

  it('finds a step of the effect', () => {
    const { effect } = forest.predict(data.x, data.n);
    expect(rmse(effect, data.tau)).toBeLessThan(0.2);
  });

  it('says of rows it saw what trees say that did not see them', () => {
    const held = forest.predictOutOfBag(data.x, data.n);
    expect(held.effect.every(Number.isFinite)).toBe(true);
    expect(held.effect).not.toEqual(forest.predict(data.x, data.n).effect);
    expect(rmse(held.effect, data.tau)).toBeLessThan(0.25);
  });

  it('is the same forest again', () => {
    const again = new CausalForest({ trees: 20 }).fit(data);
    expect(new CausalForest({ trees: 20 }).fit(data).predict(data.x, data.n)).toEqual(
      again.predict(data.x, data.n),
    );
  });

  it('is honest: an outcome that only splits see does not enter a leaf', () => {
    // With no effect at all, adaptive leaves would follow noise; honest ones spread around 0.
    const none = trial(2000, 9, 0);
    const { effect, standardError } = new CausalForest({ trees: 200 }).fit(none).predict(none.x, none.n);
    const inside = effect.filter((v, i) => Math.abs(v) < 1.96 * (standardError[i] as number)).length;
    expect(inside / none.n).toBeGreaterThan(0.8);
  });

  it.each([
    ['few rows', { n: 10 }, /got 10 rows/],
    ['an infinite residual', { y: data.y.map((v, i) => (i === 1 ? Infinity : v)) }, /row 1/],
    ['a lost column', { d: 6 }, /rows of 6 columns/],
  ])('refuses %s', (_, change, reason) => {
    expect(() => new CausalForest().fit({ ...data, ...change })).toThrow(reason);
  });

  it('refuses options outside their range', () => {
    expect(() => new CausalForest({ leastShare: 0.6 }).fit(data)).toThrow(/leastShare/);
    expect(() => new CausalForest({ columns: 9 }).fit(data)).toThrow(/columns/);
  });
});
