import { describe, expect, it } from 'vitest';
import { fitPoisson, makeRandom, rowDot } from '../../../packages/offline/src/maths/index.ts';
import {
  boostCountRegressor,
  boostRegressor,
  isCount,
  netRegressor,
  OUTCOME_MODELS,
  outcomeModel,
  poissonRegressor,
  ridgeRegressor,
  robustRegressor,
  stackedRegressor,
  usualParts,
} from '../../../packages/offline/src/nuisance/index.ts';
import { rmse } from '../support/effect-world.ts';

const D = 3;
const poisson = (mean: number, u: number): number => {
  let [k, p] = [0, Math.exp(-mean)];
  let sum = p;
  while (u > sum && k < 200) sum += p *= mean / ++k;
  return k;
};
/** Visits: their mean is exponential in two columns. */
const visits = (n: number, seed: number) => {
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: n * D }, () => random.normal());
  const mean = Float64Array.from({ length: n }, (_, i) =>
    Math.exp(-0.3 + 0.6 * (x[i * D] as number) - 0.4 * (x[i * D + 1] as number)),
  );
  return { x, y: mean.map((m) => poisson(m, random.uniform())), n, d: D, seed, mean };
};

describe('counts', () => {
  const [seen, later] = [visits(2500, 1), visits(2000, 2)];
  const gap = (learner: typeof ridgeRegressor): number =>
    rmse(learner.fit(seen)(later.x, later.n), later.mean);

  it('are foretold better by the mixture for counts than by one for any number', () => {
    const plain = stackedRegressor([ridgeRegressor, boostRegressor(), robustRegressor(ridgeRegressor)]);
    expect(gap(stackedRegressor())).toBeLessThan(0.6 * gap(plain));
    expect(gap(poissonRegressor)).toBeLessThan(0.3 * gap(ridgeRegressor));
    expect(gap(boostCountRegressor)).toBeLessThan(gap(ridgeRegressor));
    expect(usualParts(seen.y, seen.n).map(({ name }) => name)).toContain('poisson');
  });

  it('a Poisson fit has score 0, the mean of the outcomes as its own, and covers its coefficients', () => {
    let covered = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { x, y, n } = visits(300, 100 + seed);
      const own = Float64Array.from({ length: n * 4 }, (_, k) =>
        k % 4 === 0 ? 1 : (x[Math.floor(k / 4) * D + (k % 4) - 1] as number),
      );
      const { coefficients, standardErrors } = fitPoisson({ x: own, n, p: 4, y });
      const fitted = y.map((_, i) => Math.exp(rowDot(own, i, 4, coefficients)));
      for (let k = 0; k < 4; k++)
        expect(
          fitted.reduce((s, m, i) => s + ((y[i] as number) - m) * (own[i * 4 + k] as number), 0),
        ).toBeCloseTo(0, 5);
      if (Math.abs((coefficients[1] as number) - 0.6) < 1.96 * (standardErrors[1] as number)) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(52);
  });

  it('stay within what was learned, however far a row lies', () => {
    const far = poissonRegressor.fit(seen)(Float64Array.of(1000, -1000, 0, -1000, 1000, 0), 2);
    const near = poissonRegressor.fit(seen)(seen.x, seen.n);
    expect(far[0]).toBeCloseTo(Math.max(...near), 9);
    expect(far[1]).toBeCloseTo(Math.min(...near), 9);
  });

  it.each([
    ['visits', [0, 1, 4, 2], true],
    ['yes and no', [0, 1, 1, 0], false],
    ['amounts in cents', [0, 1999, 2500, 0], false],
    ['a half', [0, 1, 2.5], false],
    ['a loss', [0, 1, 2, -1], false],
  ])('are known by being small and whole: %s', (_, y, is) => {
    expect(isCount(y)).toBe(is);
  });
});

describe('a model of outcomes by its name', () => {
  const [seen, later] = [visits(1200, 3), visits(1000, 4)];
  const flat = rmse(
    later.mean.map(() => seen.y.reduce((a, b) => a + b, 0) / seen.n),
    later.mean,
  );

  it.each(OUTCOME_MODELS)(
    '%s is nearer the truth than one mean for all, for counts and for yes and no',
    (name) => {
      expect(rmse(outcomeModel(name, seen.y).fit(seen)(later.x, later.n), later.mean)).toBeLessThan(
        0.8 * flat,
      );
      const any = { ...seen, y: seen.y.map((v) => (v > 0 ? 1 : 0)) };
      const shares = later.mean.map((m) => 1 - Math.exp(-m));
      const mean = any.y.reduce((a, b) => a + b, 0) / any.n;
      expect(rmse(outcomeModel(name, any.y).fit(any)(later.x, later.n), shares)).toBeLessThan(
        0.8 *
          rmse(
            shares.map(() => mean),
            shares,
          ),
      );
    },
  );

  it('a net of few rows is their mean, and the same rows give the same net', () => {
    const few = { ...visits(40, 5), seed: 5 };
    const mean = few.y.reduce((a, b) => a + b, 0) / few.n;
    expect(netRegressor().fit(few)(few.x, few.n)[1]).toBeCloseTo(mean, 12);
    const again = () => netRegressor().fit(seen)(later.x, later.n);
    expect(again()).toEqual(again());
  });

  it.each(['count', 'hurdle'] as const)('%s refuses an outcome below 0', (name) => {
    expect(() => outcomeModel(name, [3, -1])).toThrow(/row 2.*at least 0/);
  });
});
