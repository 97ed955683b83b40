import { describe, expect, it } from 'vitest';
import {
  AutoLearner,
  contrastOf,
  crossFitNuisances,
  type EffectLearner,
  ForestLearner,
  LassoLearner,
  LinearLearner,
  MetaLearner,
  UpliftLearner,
} from '../../../packages/offline/src/learners/index.ts';
import { meanInterval } from '../../../packages/offline/src/maths/index.ts';
import { logisticRegressor, ridgeRegressor } from '../../../packages/offline/src/nuisance/index.ts';
import { effectWorld, rmse } from '../support/effect-world.ts';

const light = { outcome: ridgeRegressor, propensity: logisticRegressor, folds: 3 };
const LEARNERS: [string, () => EffectLearner][] = [
  ['auto', () => new AutoLearner(light)],
  ['linear', () => new LinearLearner(light)],
  ['lasso', () => new LassoLearner(light)],
  ['forest', () => new ForestLearner({ ...light, trees: 100 })],
  ['tree', () => new UpliftLearner({ ...light, trees: 40 })],
  ...(['t', 'x', 'r', 'dr', 'class', 's'] as const).map((name): [string, () => EffectLearner] => [
    name,
    () => new MetaLearner(name, { ...light, base: 'linear' }),
  ]),
];

describe.each(LEARNERS)('the learner %s', (name, make) => {
  const { rows, tau } = effectWorld({ n: 900, seed: 4, arms: 3 });
  const fitted = make().fit(rows);
  const { effect, standardError } = fitted.predict(rows.x, rows.n);

  it('gives every arm an effect, and an error where it has one', () => {
    expect(effect.map((own) => own.length)).toEqual([900, 900]);
    for (const own of [...effect, ...(standardError ?? [])]) expect(own.every(Number.isFinite)).toBe(true);
  });

  it('is nearer the truth than one number for all', () => {
    // A single model with the treatment as one column of a line has one effect for all: that is its nature.
    const worst = name === 's' ? 1.1 : 0.75;
    tau.forEach((own, k) => {
      const mean = own.reduce((a, b) => a + b, 0) / own.length;
      expect(rmse(effect[k] as Float64Array, own)).toBeLessThan(
        worst *
          rmse(
            own,
            own.map(() => mean),
          ),
      );
    });
  });

  it('gives the same again', () => {
    expect(make().fit(rows).predict(rows.x, rows.n).effect).toEqual(effect);
  });

  it('refuses rows of another width, and to predict before fit', () => {
    expect(() => fitted.predict(rows.x, 899)).toThrow(/bad-input/);
    expect(() => make().predict(rows.x, rows.n)).toThrow(/fit comes before/);
  });
});

describe('what is refused', () => {
  const { rows } = effectWorld({ n: 100, seed: 1 });
  it.each([
    ['an outcome that is no number', { y: rows.y.map((v, i) => (i === 3 ? NaN : v)) }, /y, row 4/],
    ['an arm that is none', { action: rows.action.map((v, i) => (i === 5 ? 7 : v)) }, /action, row 6/],
    ['a propensity of 0', { propensity: new Float64Array(100) }, /propensity, row 1/],
    ['an arm without rows', { arms: 3 }, /arm 2: got 0 rows|arm 2/],
    ['a lost column', { d: 5 }, /500 numbers|of 5 columns/],
  ])('%s', (_, change, reason) => {
    expect(() => new LinearLearner(light).fit({ ...rows, ...change })).toThrow(reason);
  });
});

describe('the average effect by doubly robust scores', () => {
  it('covers the truth as often as it says, under confounding', () => {
    let covered = 0;
    const seeds = 60;
    for (let seed = 1; seed <= seeds; seed++) {
      const { rows, tau } = effectWorld({ n: 400, seed: 1000 + seed });
      const c = contrastOf(rows, crossFitNuisances(rows, light), 1);
      const { low, high } = meanInterval(
        c.psi,
        Array.from({ length: rows.n }, (_, i) => i),
      );
      const own = tau[0] as Float64Array;
      const truth = own.reduce((a, b) => a + b, 0) / own.length;
      if (low <= truth && truth <= high) covered++;
    }
    // 60 draws at .95: under 52 has a chance below 1 in 100.
    expect(covered).toBeGreaterThanOrEqual(52);
  });
});

describe('the automatic learner', () => {
  it('has intervals that hold the effects of most rows', () => {
    let [held, all] = [0, 0];
    for (let seed = 1; seed <= 5; seed++) {
      const { rows, tau } = effectWorld({ n: 600, seed });
      const { effect, standardError } = new AutoLearner(light).fit(rows).predict(rows.x, rows.n);
      (tau[0] as Float64Array).forEach((truth, i) => {
        const gap = Math.abs((effect[0]?.[i] as number) - truth);
        if (gap < 1.96 * (standardError?.[0]?.[i] as number)) held++;
        all++;
      });
    }
    expect(held / all).toBeGreaterThan(0.88);
  });
});

it('folds in time are refused where the past lacks an arm', () => {
  const { rows } = effectWorld({ n: 400, seed: 4, arms: 2 });
  const at = Float64Array.from(rows.action, (arm, i) => (arm === 1 ? 1000 : 0) + i);
  expect(() => crossFitNuisances({ ...rows, at }, { ...light, folds: 5 })).toThrow(
    /no-support.*earlier rows of arm 1/,
  );
});
