import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  hurdleRegressor,
  isHurdle,
  ridgeRegressor,
  robustRegressor,
  stackedRegressor,
  usualParts,
} from '../../../packages/offline/src/nuisance/index.ts';
import { rmse } from '../support/effect-world.ts';

const D = 3;
/** Revenue: one in five buys, more where column 0 is large; what they spend is skewed and grows with column 1. */
const shop = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: n * D }, () => random.normal());
  const mean = new Float64Array(n);
  const y = Float64Array.from({ length: n }, (_, i) => {
    const p = 1 / (1 + Math.exp(1.6 - (x[i * D] as number)));
    const size = 40 + 15 * Math.max(-2, x[i * D + 1] as number);
    mean[i] = p * size;
    return random.uniform() < p ? size * Math.exp(random.normal() - 0.5) : 0;
  });
  return { x, y, n, d: D, seed, mean };
};

describe('revenue', () => {
  const [seen, later] = [shop(3000, 1), shop(2000, 2)];
  const gap = (learner: typeof ridgeRegressor): number =>
    rmse(learner.fit(seen)(later.x, later.n), later.mean);

  it('is told better by a hurdle than by a line, and no worse by the mixture', () => {
    expect(gap(hurdleRegressor())).toBeLessThan(0.8 * gap(ridgeRegressor));
    expect(gap(stackedRegressor())).toBeLessThan(gap(ridgeRegressor));
  });

  it('keeps its mean: what is cut off is given back to all', () => {
    const fitted = robustRegressor(ridgeRegressor).fit(seen)(seen.x, seen.n);
    const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / v.length;
    expect(mean(fitted)).toBeCloseTo(mean(seen.y), 6);
  });

  it('is not bent by one enormous order', () => {
    const y = seen.y.slice();
    y[7] = 1e6;
    // What it says more of a row with column 0 at 1 than at 0.
    const slope = (learner: typeof ridgeRegressor, own: Float64Array): number => {
      const [one = 0, none = 0] = learner.fit({ ...seen, y: own })(Float64Array.of(1, 0, 0, 0, 0, 0), 2);
      return one - none;
    };
    const robust = robustRegressor(ridgeRegressor);
    expect(slope(robust, y) / slope(robust, seen.y)).toBeCloseTo(1, 1);
    expect(Math.abs(slope(ridgeRegressor, y) / slope(ridgeRegressor, seen.y) - 1)).toBeGreaterThan(0.5);
  });

  it.each([
    ['orders, most of them none', [0, 0, 3, 5, 9.5], true],
    ['visits', [0, 1, 1, 0, 1], false],
    ['profits and losses', [0, 0, -3, 5, 2], false],
    ['amounts without a nothing', [3, 4, 5, 6, 7], false],
  ])('is known by its zeros: %s', (_, y, is) => {
    expect(isHurdle(y)).toBe(is);
  });

  it('with heavy tails has a robust part', () => {
    const y = Float64Array.from(seen.y, (v, i) => (i % 500 === 0 ? 1000 * (v + 1) : i % 7) - 3);
    expect(usualParts(y, y.length).map(({ name }) => name)).toContain('robust ridge');
  });
});
