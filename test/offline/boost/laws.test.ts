import { describe, expect, it } from 'vitest';
import { BoostedTrees, type CustomLoss } from '../../../packages/offline/src/boost/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import { madeData } from './made-data.ts';

const mean = (v: ArrayLike<number>): number => Array.from(v).reduce((a, b) => a + b, 0) / v.length;

describe('boosted trees', () => {
  it.each(['squared', 'logistic', 'poisson', 'quantile'] as const)(
    '%s: the loss falls with each tree',
    (loss) => {
      const data = madeData(7, 600, 5, { missing: 0.1, kind: loss === 'logistic' ? 'logistic' : 'squared' });
      if (loss === 'poisson') data.y = data.y.map((v) => Math.max(0, Math.round(2 * v)));
      const model = new BoostedTrees({ loss, trees: 40, quantile: 0.3 });
      model.fit({ ...data, validation: data, seed: 1 });
      expect(model.deviances).toHaveLength(41);
      model.deviances.forEach((now, t) => {
        if (t > 0) expect(now).toBeLessThan(model.deviances[t - 1] as number);
      });
    },
  );

  it('a monotone transform of the columns changes no prediction', () => {
    const data = madeData(8, 2000, 6, { missing: 0.1 });
    const bent = { ...data, x: data.x.map((v) => Math.fround(v * v * v + 5 * v)) };
    const options = { loss: 'squared', trees: 20, bins: 60 } as const;
    const plain = new BoostedTrees(options).fit({ ...data, seed: 1 });
    const other = new BoostedTrees(options).fit({ ...bent, seed: 1 });
    expect(other.predict(bent.x, 2000)).toEqual(plain.predict(data.x, 2000));
  });

  it('the same seed gives the same model, another seed another sample', () => {
    const data = madeData(9, 1000, 6, { missing: 0.1, kind: 'logistic' });
    const train = (seed: number) =>
      new BoostedTrees({ trees: 10, rowShare: 0.5, columnShare: 0.5 }).fit({ ...data, seed }).save();
    expect(train(3)).toBe(train(3));
    expect(train(3)).not.toBe(train(4));
  });

  it('a share of columns is kept to, and every column comes up', () => {
    const data = madeData(10, 800, 10);
    const model = new BoostedTrees({ loss: 'squared', trees: 60, columnShare: 0.3 }).fit({
      ...data,
      seed: 1,
    });
    const used = model.toEnsemble().trees.map((tree) => new Set(tree.feature.filter((f) => f >= 0)));
    for (const own of used) expect(own.size).toBeLessThanOrEqual(3);
    expect(new Set(used.flatMap((own) => [...own])).size).toBe(10);
    expect(mean(model.predict(data.x, 800))).toBeCloseTo(mean(data.y), 1);
  });

  it.each([1, 0.4])('the scores while training are those of predict, with a row share of %d', (rowShare) => {
    const data = madeData(11, 700, 9, { missing: 0.2 });
    let last: Float64Array = new Float64Array(0);
    const loss: CustomLoss = {
      link: 'identity',
      base: ({ y }) => mean(y),
      gradients: (score, { y }, gradient, hessian) => {
        last = score;
        for (let i = 0; i < score.length; i++) {
          gradient[i] = (score[i] as number) - (y[i] as number);
          hessian[i] = 1;
        }
      },
      deviance: (score) => mean(score),
    };
    const train = (trees: number) =>
      new BoostedTrees({ loss, trees, rowShare, columnShare: 0.7, minHessian: 5 }).fit({ ...data, seed: 5 });
    train(12);
    const before = last;
    expect(train(11).predict(data.x, 700)).toEqual(before);
  });

  it('a loss of one’s own that is the squared one gives the same trees', () => {
    const data = madeData(12, 500, 4, { missing: 0.1 });
    const loss: CustomLoss = {
      link: 'identity',
      base: ({ y, n }) => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += y[i] as number;
        return sum / n;
      },
      gradients: (score, { y }, gradient, hessian) => {
        // Another model may be trained inside.
        if (score[0] === score[1]) new BoostedTrees({ loss: 'squared', trees: 2 }).fit({ ...data, seed: 1 });
        for (let i = 0; i < score.length; i++) gradient[i] = (score[i] as number) - (y[i] as number);
        hessian.fill(1);
      },
      deviance: () => 0,
    };
    const own = new BoostedTrees({ loss, trees: 10, minHessian: 20 }).fit({ ...data, seed: 1 });
    const squared = new BoostedTrees({ loss: 'squared', trees: 10 }).fit({ ...data, seed: 1 });
    expect(own.save()).toBe(squared.save());
  });

  it('a weight of 2 is a row twice, a weight of 0 none', () => {
    const random = makeRandom(13);
    const rows = Array.from({ length: 300 }, () => [random.integer(5), random.integer(7), random.normal()]);
    const weight = rows.map((_, i) => (i < 40 ? 1 : random.integer(3)));
    const pack = (of: number[][]) => ({
      x: Float64Array.from(of.flatMap((r) => r.slice(0, 2))),
      y: of.map((r) => r[2] as number),
      n: of.length,
      d: 2,
      seed: 1,
    });
    const repeated = rows.flatMap((r, i) => Array.from({ length: weight[i] as number }, () => r));
    const options = { loss: 'squared', trees: 8, minHessian: 3 } as const;
    const weighted = new BoostedTrees(options).fit({ ...pack(rows), weight });
    const twice = new BoostedTrees(options).fit(pack(repeated));
    const [a, b] = [weighted, twice].map((m) => m.predict(pack(rows).x, 300)) as [Float64Array, Float64Array];
    a.forEach((v, i) => {
      expect(v).toBeCloseTo(b[i] as number, 6);
    });
  });

  it('stops early and keeps the best trees', () => {
    const data = madeData(14, 300, 5, { kind: 'logistic' });
    const validation = madeData(15, 2000, 5, { kind: 'logistic' });
    const model = new BoostedTrees({ trees: 500, patience: 5 }).fit({ ...data, validation, seed: 1 });
    const { deviances } = model;
    const kept = model.toEnsemble().trees.length;
    expect(kept).toBe(deviances.indexOf(Math.min(...deviances)));
    expect(deviances).toHaveLength(kept + 6);
    expect(kept).toBeGreaterThan(5);
  });

  it('stops at once where there is nothing to learn, with one leaf of 0', () => {
    const random = makeRandom(18);
    const noise = (n: number) => ({
      x: Float64Array.from({ length: 3 * n }, () => random.normal()),
      n,
      d: 3,
      y: Array.from({ length: n }, () => random.integer(2)),
    });
    const model = new BoostedTrees({ minHessian: 1, learningRate: 1, patience: 3 });
    const { trees } = model.fit({ ...noise(100), validation: noise(2000), seed: 1 }).toEnsemble();
    expect(trees).toHaveLength(1);
    expect([...(trees[0]?.value ?? [])]).toEqual([0]);
  });

  it('finds the quantiles of skewed noise', () => {
    const random = makeRandom(16);
    const n = 4000;
    const x = Float64Array.from({ length: n }, () => random.uniform());
    const y = x.map((v) => v - (1 + v) * Math.log(1 - random.uniform()));
    for (const q of [0.1, 0.5, 0.9]) {
      const model = new BoostedTrees({
        loss: 'quantile',
        quantile: q,
        trees: 80,
        maxLeaves: 6,
        minHessian: 200,
      });
      const at = model.fit({ x, n, d: 1, y, seed: 1 }).predict(Float64Array.of(0.1, 0.5, 0.9), 3);
      [0.1, 0.5, 0.9].forEach((v, k) => {
        const truth = v - (1 + v) * Math.log(1 - q);
        expect(Math.abs((at[k] as number) - truth)).toBeLessThan(0.15 * (1 + truth));
      });
    }
  });

  it.each([undefined, 0.1])('no leaf steps further than maxStep: %s', (maxStep) => {
    const n = 200;
    const x = Float64Array.from({ length: n }, (_, i) => i);
    const y = x.map((v) => (v < 150 ? 0 : 1000));
    const options = { loss: 'poisson', trees: 1, ...(maxStep === undefined ? {} : { maxStep }) } as const;
    const [tree] = new BoostedTrees(options).fit({ x, n, d: 1, y, seed: 1 }).toEnsemble().trees;
    // Poisson's own bound is 0.7.
    expect(Math.max(...(tree?.value ?? []))).toBeCloseTo(0.1 * (maxStep ?? 0.7), 6);
  });

  it('counts keep their mean under the Poisson loss', () => {
    const data = madeData(17, 3000, 4);
    const y = data.y.map((v) => Math.max(0, Math.round(v * 3)));
    const model = new BoostedTrees({ loss: 'poisson', trees: 100 }).fit({ ...data, y, seed: 1 });
    const p = model.predict(data.x, 3000);
    expect(Math.min(...p)).toBeGreaterThan(0);
    expect(mean(p) / mean(y)).toBeCloseTo(1, 2);
  });
});
