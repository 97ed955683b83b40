import { describe, expect, it } from 'vitest';
import { cutsOf } from '../../../packages/offline/src/boost/bin-cuts.ts';
import {
  BoostedTrees,
  type BoostInput,
  type BoostOptions,
} from '../../../packages/offline/src/boost/index.ts';
import { madeData } from './made-data.ts';

describe('missing values', () => {
  const n = 400;
  const x = Float64Array.from({ length: n }, (_, i) => (i % 4 === 0 ? NaN : (i % 7) - 3));

  it('are split off when they alone tell', () => {
    const y = Float64Array.from(x, (v) => (Number.isNaN(v) ? 5 : 1));
    const model = new BoostedTrees({ loss: 'squared', trees: 1, learningRate: 1, l2: 0 });
    expect([...model.fit({ x, n, d: 1, y, seed: 1 }).predict(Float64Array.of(NaN, -1e30, 1e30), 3)]).toEqual([
      5, 1, 1,
    ]);
  });

  it.each([
    [3, 1],
    [-3, 0],
  ])('go with the side they resemble: like x = %d', (like, right) => {
    const y = Float64Array.from(x, (v) => ((Number.isNaN(v) ? like : v) > 0 ? 1 : 0));
    const tree = new BoostedTrees({ loss: 'squared', trees: 1, maxLeaves: 2 })
      .fit({ x, n, d: 1, y, seed: 1 })
      .toEnsemble().trees[0];
    expect(tree?.threshold[0]).toBe(0.5);
    expect(tree?.missingLeft[0]).toBe(1 - right);
  });

  it('follow the heavier side when training had none', () => {
    const whole = Float64Array.from({ length: n }, (_, i) => i % 10);
    const y = whole.map((v) => (v < 3 ? 1 : 0));
    const model = new BoostedTrees({ loss: 'squared', trees: 1, maxLeaves: 2 }).fit({
      x: whole,
      n,
      d: 1,
      y,
      seed: 1,
    });
    const [missing, heavy] = model.predict(Float64Array.of(NaN, 8), 2);
    expect(missing).toBe(heavy);
  });

  it('a column of nothing else is never used', () => {
    const { y } = madeData(1, n, 3);
    const model = new BoostedTrees({ loss: 'squared', trees: 3 });
    model.fit({ x: new Float64Array(n).fill(NaN), n, d: 1, y, seed: 1 });
    for (const tree of model.toEnsemble().trees) expect(tree.feature).toHaveLength(1);
  });
});

describe('little to learn from', () => {
  it('constant columns give one leaf', () => {
    const { y } = madeData(2, 100, 3, { kind: 'logistic' });
    const model = new BoostedTrees({ trees: 5 }).fit({
      x: new Float32Array(300).fill(2),
      n: 100,
      d: 3,
      y,
      seed: 1,
    });
    const p = model.predict(new Float32Array(3), 1)[0] as number;
    expect(p).toBeCloseTo(y.reduce((a, b) => a + b, 0) / 100, 6);
  });

  it.each(['squared', 'poisson', 'quantile'] as const)('%s: equal labels give that label', (loss) => {
    const { x, n, d } = madeData(3, 200, 4, { missing: 0.1 });
    const p = new BoostedTrees({ loss, trees: 20 })
      .fit({ x, n, d, y: Array(n).fill(3), seed: 1 })
      .predict(x, n);
    for (const v of p) expect(v).toBeCloseTo(3, 6);
  });

  it('labels of one class give a share near 0', () => {
    const { x, n, d } = madeData(3, 200, 4);
    const p = new BoostedTrees({ trees: 20 }).fit({ x, n, d, y: Array(n).fill(0), seed: 1 }).predict(x, n);
    for (const v of p) expect(v).toBeLessThan(1e-5);
  });

  it('one row is its own prediction', () => {
    const model = new BoostedTrees({ loss: 'squared' }).fit({
      x: Float64Array.of(1, NaN),
      n: 1,
      d: 2,
      y: [4],
      seed: 1,
    });
    expect(model.predict(Float64Array.of(9, 9), 1)[0]).toBeCloseTo(4, 6);
  });
});

describe('cuts', () => {
  it('lie between neighbours, and above the lower one even when they are adjacent f32', () => {
    expect([...cutsOf(Float32Array.of(1, 1, 2, 5), 254)]).toEqual([1.5, 3.5]);
    const next = 1 + 2 ** -23;
    expect([...cutsOf(Float32Array.of(1, next), 254)]).toEqual([next]);
    expect([...cutsOf(Float32Array.of(), 254)]).toEqual([]);
  });

  it('split many values evenly, and keep a frequent one whole', () => {
    const many = Float32Array.from({ length: 1000 }, (_, i) => i);
    expect([...cutsOf(many, 4)]).toEqual([249.5, 499.5, 749.5]);
    const heavy = Float32Array.from({ length: 1000 }, (_, i) => Math.max(600, i));
    const cuts = [...cutsOf(heavy, 4)];
    expect(cuts).toEqual([600.5, 749.5]);
  });
});

describe('saving', () => {
  it('keeps every bit', () => {
    const data = madeData(4, 500, 5, { missing: 0.3, kind: 'logistic' });
    const model = new BoostedTrees({ trees: 15 }).fit({ ...data, seed: 1 });
    const loaded = BoostedTrees.load(model.save());
    expect(loaded.toEnsemble()).toEqual(model.toEnsemble());
    expect(loaded.predict(data.x, 500)).toEqual(model.predict(data.x, 500));
  });

  const good = { kind: 'boosted-trees', version: 1, base: 0, link: 'identity', features: 2, trees: [] };
  const tree = { feature: [0, -1, -1], threshold: [1, 0, 0], left: [1, 0, 0], right: [2, 0, 0] };
  const rest = { missingLeft: [0, 0, 0], value: [0, 1, 2] };
  it.each([
    ['no JSON', '{', 'bad-input'],
    ['another kind', { ...good, kind: 'net' }, 'bad-input'],
    ['another version', { ...good, version: 2 }, 'unknown-version'],
    ['no base', { ...good, base: null }, 'bad-input'],
    ['a strange link', { ...good, link: 'probit' }, 'bad-input'],
    ['no features', { ...good, features: 0 }, 'bad-input'],
    ['no trees', { ...good, trees: 3 }, 'bad-input'],
    ['an empty tree', { ...good, trees: [{}] }, 'bad-input'],
    ['a short column', { ...good, trees: [{ ...tree, ...rest, value: [1] }] }, 'bad-input'],
    ['a foreign feature', { ...good, trees: [{ ...tree, ...rest, feature: [2, -1, -1] }] }, 'bad-input'],
    ['a loop', { ...good, trees: [{ ...tree, ...rest, left: [0, 0, 0] }] }, 'bad-input'],
  ])('refuses %s', (_, text, code) => {
    const load = () => BoostedTrees.load(typeof text === 'string' ? text : JSON.stringify(text));
    expect(load).toThrow(expect.objectContaining({ code }));
  });
});

describe('refusals', () => {
  const x = Float64Array.of(1, 2, 3, 4);
  const input: BoostInput = { x, n: 4, d: 1, y: [0, 1, 0, 1], seed: 1 };
  const bad = expect.objectContaining({ code: 'bad-input' });

  it.each<[string, Partial<BoostInput>]>([
    ['a label of NaN', { y: [0, NaN, 0, 1] }],
    ['an infinite label', { y: [0, Infinity, 0, 1] }],
    ['a label outside 0..1', { y: [0, 2, 0, 1] }],
    ['too few labels', { y: [0, 1] }],
    ['a short x', { x: x.subarray(1) }],
    ['no rows', { n: 0 }],
    ['half a column', { d: 0.5 }],
    ['an infinite x', { x: Float64Array.of(1, 2, -Infinity, 4) }],
    ['an x beyond f32', { x: Float64Array.of(1, 2, 1e39, 4) }],
    ['a weight below 0', { weight: [1, 1, -1, 1] }],
    ['a weight of NaN', { weight: [1, 1, NaN, 1] }],
    ['weights of 0 alone', { weight: [0, 0, 0, 0] }],
    ['too few weights', { weight: [1] }],
    ['a seed that is no number', { seed: NaN }],
    ['validation of another width', { validation: { x, n: 2, y: [0, 1] } }],
    ['a validation label of NaN', { validation: { x, n: 4, y: [0, 1, NaN, 1] } }],
  ])('%s', (_, change) => {
    expect(() => new BoostedTrees().fit({ ...input, ...change })).toThrow(bad);
  });

  it.each<BoostOptions>([
    { trees: 0 },
    { trees: 1.5 },
    { learningRate: 0 },
    { learningRate: NaN },
    { maxLeaves: 1 },
    { maxDepth: 0 },
    { bins: 255 },
    { bins: 1 },
    { l2: -1 },
    { minHessian: 0 },
    { minGain: -1 },
    { maxStep: Infinity },
    { rowShare: 0 },
    { columnShare: 1.1 },
    { patience: 0 },
    { quantile: 1 },
    { loss: 'huber' as 'squared' },
    { growth: 'wide' as 'leaf' },
  ])('%o', (options) => {
    expect(() => new BoostedTrees(options)).toThrow(bad);
  });

  it('a loss whose gradients are not finite, or whose hessians are negative; and use before fit', () => {
    for (const [g, h] of [
      [NaN, 1],
      [1, -1],
      [Infinity, 1],
      [1, NaN],
    ] as const) {
      const loss = {
        link: 'identity',
        base: () => 0,
        gradients: (_: unknown, __: unknown, a: Float32Array, b: Float32Array) => {
          a.fill(g);
          b.fill(h);
        },
        deviance: () => 0,
      } as const;
      expect(() => new BoostedTrees({ loss }).fit(input)).toThrow(bad);
    }
    expect(() => new BoostedTrees().predict(x, 4)).toThrow(bad);
    expect(() => new BoostedTrees().fit(input).predict(x, 3)).toThrow(bad);
  });

  it('a poisson count below 0', () => {
    expect(() => new BoostedTrees({ loss: 'poisson' }).fit({ ...input, y: [0, -1, 0, 1] })).toThrow(bad);
  });

  it('a refused fit leaves the next one whole', () => {
    const good = () => new BoostedTrees({ trees: 3 }).fit(input).save();
    const before = good();
    expect(() => new BoostedTrees().fit({ ...input, x: Float64Array.of(1, 2, Infinity, 4) })).toThrow(bad);
    expect(good()).toBe(before);
  });
});
