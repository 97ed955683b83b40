import { sigmoid } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { BoostedTrees } from '../../../packages/offline/src/boost/index.ts';
import { madeData } from './made-data.ts';
import { describePlain, describeTree, type PlainNode, plainTree } from './reference-booster.ts';

const addTo = (node: PlainNode, rate: number, score: Float64Array): void => {
  if (node.left !== undefined && node.right !== undefined) {
    addTo(node.left, rate, score);
    addTo(node.right, rate, score);
  } else for (const r of node.rows) score[r] = (score[r] as number) + Math.fround(rate * node.step);
};

describe('trees, against the definition by brute force', () => {
  it.each([
    { growth: 'leaf', maxLeaves: 8, maxDepth: 64, bins: 254, missing: 0, kind: 'squared', seed: 1 },
    { growth: 'leaf', maxLeaves: 8, maxDepth: 64, bins: 254, missing: 0.2, kind: 'logistic', seed: 2 },
    { growth: 'leaf', maxLeaves: 12, maxDepth: 3, bins: 16, missing: 0.1, kind: 'squared', seed: 3 },
    { growth: 'depth', maxLeaves: 16, maxDepth: 4, bins: 254, missing: 0.2, kind: 'squared', seed: 4 },
    { growth: 'depth', maxLeaves: 6, maxDepth: 4, bins: 32, missing: 0.3, kind: 'logistic', seed: 5 },
    { growth: 'leaf', maxLeaves: 31, maxDepth: 64, bins: 7, missing: 0.2, kind: 'logistic', seed: 6 },
  ] as const)('$growth $maxLeaves leaves, depth $maxDepth, $bins bins, $missing missing, $kind', (c) => {
    // 11 columns: one group of eight in the kernel, and a tail of three.
    const { x, n, d, y } = madeData(c.seed, 150, 11, { missing: c.missing, kind: c.kind });
    const [l2, minHessian, rate] = [0.5, 1.7, 0.3];
    const model = new BoostedTrees({
      loss: c.kind,
      growth: c.growth,
      maxLeaves: c.maxLeaves,
      maxDepth: c.maxDepth,
      bins: c.bins,
      l2,
      minHessian,
      learningRate: rate,
      trees: 4,
    }).fit({ x, n, d, y, seed: 1 });
    const { trees, base } = model.toEnsemble();
    const mean = y.reduce((a, b) => a + b, 0) / n;
    expect(base).toBeCloseTo(c.kind === 'squared' ? mean : Math.log(mean / (1 - mean)), 10);
    const score = new Float64Array(n).fill(base);
    for (const tree of trees) {
      const p = score.map((f) => (c.kind === 'squared' ? f : sigmoid(f)));
      const g = Float32Array.from(p, (v, i) => v - (y[i] as number));
      const h = Float32Array.from(p, (v) => (c.kind === 'squared' ? 1 : v * (1 - v)));
      const plain = plainTree({ x, n, d, bins: c.bins, l2, minHessian }, g, h, c);
      expect(describeTree(tree)).toEqual(describePlain(plain, rate));
      addTo(plain, rate, score);
    }
    model.score(x, n).forEach((f, i) => {
      expect(f).toBeCloseTo(score[i] as number, 6);
    });
  });
});
