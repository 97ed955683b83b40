import { describe, expect, it } from 'vitest';
import { fitLogistic, makeRandom } from '../../../packages/offline/src/maths/index.ts';
import type { DenseLayer } from '../../../packages/offline/src/net/dense-layer.ts';
import { DenseNet, type NetInput, type NetOptions } from '../../../packages/offline/src/net/index.ts';
import { denseOnnx } from '../../../packages/offline/src/onnx/index.ts';
import { plainRow } from './plain-net.ts';

/** Two columns of very different size; y is 1 where their standardised product is above 0. */
const crossed = (seed: number, n: number) => {
  const random = makeRandom(seed);
  const z = Array.from({ length: n }, () => [random.normal(), random.normal()] as const);
  return {
    x: Float64Array.from(z.flatMap(([a, b]) => [1000 + 50 * a, 0.01 * b])),
    n,
    d: 2,
    y: z.map(([a, b]) => (a * b > 0 ? 1 : 0)),
  };
};

const accuracy = (p: ArrayLike<number>, y: readonly number[]): number =>
  y.filter((v, i) => (p[i] as number) > 0.5 === (v === 1)).length / y.length;

describe('dense nets', () => {
  it.each<NetOptions>([
    { activation: 'relu' },
    { activation: 'tanh' },
    { activation: 'relu', layerNorm: true },
  ])('learn what no linear model can: %o', (options) => {
    const train = crossed(1, 3000);
    const test = crossed(2, 1000);
    const settings = { epochs: 60, batch: 64, learningRate: 0.01 };
    const net = new DenseNet({ ...settings, hidden: [16, 8], ...options }).fit({ ...train, seed: 1 });
    const linear = new DenseNet({ ...settings, hidden: [] }).fit({ ...train, seed: 1 });
    expect(accuracy(net.predict(test.x, test.n), test.y)).toBeGreaterThan(0.95);
    expect(accuracy(linear.predict(test.x, test.n), test.y)).toBeLessThan(0.6);
  });

  it('without hidden layers it is logistic regression', () => {
    const random = makeRandom(3);
    const n = 4000;
    const x = Float64Array.from({ length: 3 * n }, (_, k) => (k % 3 === 0 ? 1 : random.normal()));
    const y = Float64Array.from({ length: n }, (_, i) => {
      const eta = -0.5 + 1.2 * (x[3 * i + 1] as number) - 0.7 * (x[3 * i + 2] as number);
      return random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    });
    const { coefficients } = fitLogistic({ x, n, p: 3, y });
    const columns = Float64Array.from(x.filter((_, k) => k % 3 > 0));
    const net = new DenseNet({ hidden: [], epochs: 60, weightDecay: 0, learningRate: 0.003 });
    const [layer] = net.fit({ x: columns, n, d: 2, y, seed: 1 }).layers();
    const own = [layer?.bias[0], ...(layer?.weights ?? [])];
    expect(own).toHaveLength(3);
    own.forEach((v, k) => {
      expect(Math.abs((v as number) - (coefficients[k] as number))).toBeLessThan(0.03);
    });
  });

  it('keeps the units of y', () => {
    const random = makeRandom(4);
    const n = 2000;
    const x = Float64Array.from({ length: n }, () => random.normal());
    const y = x.map((v) => 50_000 + 9000 * Math.sin(v));
    const net = new DenseNet({ loss: 'squared', epochs: 100, batch: 64, learningRate: 0.005 });
    const p = net.fit({ x, n, d: 1, y, seed: 1 }).predict(x, n);
    const error = Math.sqrt(p.reduce((s, v, i) => s + (v - (y[i] as number)) ** 2, 0) / n);
    expect(error).toBeLessThan(500);
  });

  it('tells three classes apart, and its shares add up to 1', () => {
    const random = makeRandom(5);
    const n = 1500;
    const y = Array.from({ length: n }, () => random.integer(3));
    const x = Float64Array.from(
      y.flatMap((k) => [random.normal() + 4 * k, random.normal() + (k === 1 ? 4 : 0)]),
    );
    const net = new DenseNet({ loss: 'softmax', classes: 3, hidden: [8], epochs: 40, learningRate: 0.01 });
    const p = net.fit({ x, n, d: 2, y, seed: 1 }).predict(x, n);
    let right = 0;
    for (let i = 0; i < n; i++) {
      const row = [...p.subarray(3 * i, 3 * i + 3)];
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      if (row.indexOf(Math.max(...row)) === y[i]) right++;
    }
    expect(right / n).toBeGreaterThan(0.97);
  });

  it.each<[string, NetOptions]>([
    ['logistic', {}],
    ['with norms', { layerNorm: true }],
    ['squared', { loss: 'squared', hidden: [5], activation: 'tanh' }],
    ['softmax', { loss: 'softmax', classes: 2, hidden: [] }],
  ])('exports layers that predict the same from columns as they are: %s', (_, options) => {
    const train = crossed(6, 700);
    const net = new DenseNet({ epochs: 5, ...options }).fit({ ...train, seed: 1 });
    const layers = net.layers();
    const plain = layers.map(
      ({ inputs, outputs, weights, bias, norm, activation }): DenseLayer => ({
        inputs,
        outputs,
        weight: Float32Array.from(
          weights,
          (_v, k) => weights[(k % outputs) * inputs + Math.floor(k / outputs)] as number,
        ),
        bias,
        ...(norm === undefined ? {} : { norm: { gain: norm.scale, shift: norm.bias } }),
        activation: activation === 'relu' || activation === 'tanh' ? activation : 'linear',
      }),
    );
    const scores = net.score(train.x, train.n);
    const classes = scores.length / train.n;
    scores.forEach((v, k) => {
      const i = Math.floor(k / classes);
      const own = plainRow(plain, [...train.x.subarray(2 * i, 2 * i + 2)])[k % classes] as number;
      expect(Math.abs(v - own)).toBeLessThan(1e-4);
    });
    // The exchange form takes them as they are.
    expect(denseOnnx({ inputs: 2, layers }).length).toBeGreaterThan(100);
    const ends = { logistic: 'sigmoid', squared: 'identity', softmax: 'softmax' } as const;
    expect(layers.at(-1)?.activation).toBe(ends[options.loss ?? 'logistic']);
  });

  it('the same seed gives the same bits, another seed others; saving keeps them', () => {
    const train = crossed(7, 500);
    const make = (seed: number) =>
      new DenseNet({ epochs: 3, layerNorm: true, activation: 'tanh' }).fit({ ...train, seed });
    const net = make(1);
    expect(make(1).save()).toBe(net.save());
    expect(make(2).save()).not.toBe(net.save());
    const loaded = DenseNet.load(net.save());
    expect(loaded.predict(train.x, 500)).toEqual(net.predict(train.x, 500));
    expect(loaded.layers()).toEqual(net.layers());
  });

  it('stops when the validation loss does, and keeps the best', () => {
    const random = makeRandom(8);
    const noise = (n: number) => ({
      x: Float64Array.from({ length: 10 * n }, () => random.normal()),
      n,
      y: Array.from({ length: n }, () => random.integer(2)),
    });
    const validation = noise(500);
    const net = new DenseNet({ epochs: 300, batch: 32, learningRate: 0.01, patience: 4 });
    net.fit({ ...noise(200), d: 10, validation, seed: 1 });
    expect(net.losses.length).toBeLessThan(100);
    const best = Math.min(...net.losses);
    expect(net.losses.indexOf(best)).toBe(net.losses.length - 5);
    const p = net.predict(validation.x, 500);
    const loss = p.reduce((s, v, i) => s - Math.log(validation.y[i] === 1 ? v : 1 - v), 0) / 500;
    expect(loss).toBeCloseTo(best, 4);
  });

  it('a row of weight 0 teaches nothing', () => {
    const train = crossed(9, 800);
    const wrong = { ...train, y: train.y.map((v, i) => (i % 2 === 0 ? v : 1 - v)) };
    const weight = train.y.map((_, i) => (i % 2 === 0 ? 1 : 0));
    const net = new DenseNet({ epochs: 80, batch: 64, learningRate: 0.01 }).fit({
      ...wrong,
      weight,
      seed: 1,
    });
    expect(accuracy(net.predict(train.x, 800), train.y)).toBeGreaterThan(0.93);
  });

  it('weights count by their ratios alone', () => {
    const train = crossed(11, 300);
    const make = (by: number) => {
      const weight = train.y.map((_, i) => by * (1 + (i % 3)));
      return new DenseNet({ epochs: 3 }).fit({ ...train, weight, seed: 1 }).save();
    };
    expect(make(8) === make(1)).toBe(true);
  });

  it('every kind of parameter learns', () => {
    const { layers } = JSON.parse(
      new DenseNet({ epochs: 2, layerNorm: true }).fit({ ...crossed(12, 300), seed: 1 }).save(),
    );
    for (const { bias, gain, shift } of layers.slice(0, -1)) {
      expect(Math.max(...bias.map(Math.abs))).toBeGreaterThan(0);
      expect(Math.max(...gain.map((v: number) => Math.abs(v - 1)))).toBeGreaterThan(0);
      expect(Math.max(...shift.map(Math.abs))).toBeGreaterThan(0);
    }
  });

  it('a constant column does no harm', () => {
    const train = crossed(10, 300);
    const x = train.x.map((v, k) => (k % 2 === 0 ? 1e6 : v));
    expect(
      new DenseNet({ epochs: 2 })
        .fit({ ...train, x, seed: 1 })
        .predict(x, 300)
        .every(Number.isFinite),
    ).toBe(true);
  });
});

describe('refusals', () => {
  const input: NetInput = { x: Float64Array.of(1, 2, 3, 4), n: 4, d: 1, y: [0, 1, 0, 1], seed: 1 };
  const bad = expect.objectContaining({ code: 'bad-input' });

  it.each<[string, Partial<NetInput>]>([
    ['a missing x', { x: Float64Array.of(1, NaN, 3, 4) }],
    ['an x beyond f32', { x: Float64Array.of(1, 1e39, 3, 4) }],
    ['a short x', { x: Float64Array.of(1) }],
    ['no rows', { n: 0 }],
    ['no columns', { d: 0 }],
    ['a label of NaN', { y: [0, 1, NaN, 1] }],
    ['a label outside 0..1', { y: [0, 1, 2, 1] }],
    ['too few labels', { y: [0] }],
    ['a weight below 0', { weight: [1, -1, 1, 1] }],
    ['weights of 0 alone', { weight: [0, 0, 0, 0] }],
    ['too few weights', { weight: [1] }],
    ['a seed that is no number', { seed: 0.5 }],
    ['a bad validation row', { validation: { ...input, y: [0, 1, 9, 1] } }],
  ])('%s', (_, change) => {
    expect(() => new DenseNet({ epochs: 1 }).fit({ ...input, ...change })).toThrow(bad);
  });

  it.each<NetOptions>([
    { loss: 'hinge' as 'squared' },
    { loss: 'softmax' },
    { loss: 'logistic', classes: 3 },
    { hidden: [0] },
    { activation: 'gelu' as 'relu' },
    { epochs: 0 },
    { batch: 0.5 },
    { learningRate: 0 },
    { learningRate: NaN },
    { weightDecay: -1 },
    { patience: 0 },
  ])('%o', (options) => {
    expect(() => new DenseNet(options)).toThrow(bad);
  });

  it('a class that is none, use before fit, a net that diverges, and saved texts that are none', () => {
    const classes = new DenseNet({ loss: 'softmax', classes: 2 });
    expect(() => classes.fit({ ...input, y: [0, 1, 2, 1] })).toThrow(bad);
    expect(() => new DenseNet().predict(input.x, 4)).toThrow(bad);
    const saved = JSON.parse(new DenseNet({ epochs: 1, hidden: [2] }).fit(input).save());
    for (const text of [
      '{',
      '{}',
      JSON.stringify({ ...saved, layers: [] }),
      JSON.stringify({ ...saved, scaling: {} }),
    ])
      expect(() => DenseNet.load(text)).toThrow(bad);
    expect(() => DenseNet.load(JSON.stringify({ ...saved, version: 9 }))).toThrow(
      expect.objectContaining({ code: 'unknown-version' }),
    );
  });
});
