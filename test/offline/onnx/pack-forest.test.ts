import { bitsOfKey, OPS, parseBlob } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import { compactEnsemble, lowerOnnx, treesOnnx } from '../../../packages/offline/src/onnx/index.ts';
import {
  type FlatTree,
  leafUnit,
  type PackedForest,
  packForest,
} from '../../../packages/offline/src/onnx/pack-forest.ts';
import { randomTrees } from './sample-models.ts';

const LEFT = 4096;
/** x[1] < 0.5 ? 2 : (x[0] < -1 ? -3 : 4), what is missing to the left. */
const tree: FlatTree = {
  words: [1 | LEFT | (2 << 13), 0, 0 | LEFT | (2 << 13), 0, 0],
  values: [0.5, 2, -1, -3, 4],
};
const opsOf = (bytes: Uint8Array): number[] => {
  const { words } = parseBlob(bytes);
  return Array.from({ length: words[5] as number }, (_, k) => words[20 + 8 * k] as number);
};

describe('packForest', () => {
  it('fills a tree up to perfect, a leaf standing for all below it, and the group with trees of nothing', () => {
    const { words, n, leavesAt, unit } = packForest([tree]) as PackedForest;
    expect([n, leavesAt, unit]).toEqual([4, 12, 1 / 16]);
    const one = [0, 4, 8].map((at) => words[at] as number);
    const nodes = new Float32Array(Int32Array.from(one, (s) => bitsOfKey(s >> 16)).buffer);
    expect([...nodes]).toEqual([0.5, 0, -1]);
    expect(one.map((s) => (s & 0xffff) / 4)).toEqual([1, 0, 0]);
    const leaves = new Int8Array(words.slice(leavesAt).buffer).filter((_, at) => at % 4 === 0);
    const others = new Int8Array(words.buffer).filter((_, at) => (at >> (at < 48 ? 2 : 0)) % 4 !== 0);
    expect([...others].every((x) => x === 0)).toBe(true);
    expect([...leaves].map((q) => q * unit)).toEqual([2, 2, -3, 4]);
  });

  it.each<[string, FlatTree]>([
    ['a threshold of a whole float', { ...tree, values: [0.1, 2, -1, -3, 4] }],
    ['leaves that are no multiples of one unit', { ...tree, values: [0.5, 2, -1, -3, 0.001] }],
    ['what is missing to the right', { ...tree, words: [1 | (2 << 13), ...tree.words.slice(1)] }],
    ['several targets', { ...tree, words: [...tree.words.slice(0, 4), 1] }],
  ])('leaves alone %s', (_, odd) => {
    expect(packForest([tree])).not.toBeNull();
    expect(packForest([odd])).toBeNull();
  });

  it('leaves alone trees deeper than eight levels', () => {
    const chain = (depth: number): FlatTree => ({
      words: [
        ...Array.from({ length: depth }, (_, i) => (LEFT | ((2 * (depth - i)) << 13)) >>> 0),
        ...new Array(depth + 1).fill(0),
      ],
      values: new Array(2 * depth + 1).fill(1),
    });
    expect(packForest([chain(9)])).toBeNull();
  });

  it('finds the power of two that every leaf is a multiple of', () => {
    expect([
      leafUnit([0]),
      leafUnit([127]),
      leafUnit([128]),
      leafUnit([0.5, -63.5]),
      leafUnit([1, 1e-6]),
    ]).toEqual([1, 1, 2, 0.5, null]);
  });
});

describe('compactEnsemble', () => {
  const trees = randomTrees(5, 30, 5);

  it('makes trees that lower to one forest in under two fifths of the bytes', () => {
    const [wide, small] = [lowerOnnx(treesOnnx(trees)), lowerOnnx(treesOnnx(compactEnsemble(trees)))];
    expect(opsOf(wide)).toContain(OPS.trees);
    expect(opsOf(small)).toContain(OPS.forest);
    expect(opsOf(small)).not.toContain(OPS.trees);
    expect(small.length).toBeLessThan(0.4 * wide.length);
  });

  it('moves no leaf by more than 1/127 of the largest, and no threshold by more than 1/256 of itself', () => {
    const compact = compactEnsemble(trees);
    const most = Math.max(...trees.trees.flatMap(({ value }) => [...value].map(Math.abs)));
    trees.trees.forEach(({ value, threshold }, t) => {
      const other = compact.trees[t];
      value.forEach((x, i) =>
        expect(Math.abs(x - (other?.value[i] as number))).toBeLessThanOrEqual(most / 127),
      );
      threshold.forEach((x, i) =>
        expect(Math.abs(x - (other?.threshold[i] as number))).toBeLessThanOrEqual(Math.abs(x) / 256),
      );
    });
    expect(compactEnsemble(compact)).toEqual(compact);
  });
});
