import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';
import {
  exactTree,
  type PolicyTree,
  treeArm,
  treeCells,
} from '../../../packages/offline/src/policy/index.ts';
import { numericCsv, referenceFile } from '../support/reference-data.ts';

type Rows = readonly number[];

/** The best sum of any tree of a depth, by trying every split of every subset. */
const bruteForce = (
  x: readonly Float64Array[],
  scores: readonly Float64Array[],
  rows: Rows,
  depth: number,
): number => {
  const sum = (part: Rows, a: number) => part.reduce((s, i) => s + (scores[a]?.[i] as number), 0);
  let best = Math.max(...scores.map((_, a) => sum(rows, a)));
  if (depth === 0) return best;
  for (const column of x) {
    for (const threshold of new Set(rows.map((i) => column[i] as number))) {
      const low = rows.filter((i) => (column[i] as number) <= threshold);
      const high = rows.filter((i) => (column[i] as number) > threshold);
      if (high.length === 0) continue;
      best = Math.max(best, bruteForce(x, scores, low, depth - 1) + bruteForce(x, scores, high, depth - 1));
    }
  }
  return best;
};

const random = makeRandom(4);
const draw = (n: number, make: () => number) => Float64Array.from({ length: n }, make);

describe('exactTree', () => {
  it.each([
    [0, 40, 4],
    [1, 40, 4],
    [2, 30, 4],
    [3, 14, 3],
  ])('of depth %i is as good as brute force', (depth, n, levels) => {
    for (let trial = 0; trial < 4; trial++) {
      const x = Array.from({ length: 3 }, () => draw(n, () => random.integer(levels)));
      const scores = Array.from({ length: 3 }, () => draw(n, () => random.normal()));
      const rows = Array.from({ length: n }, (_, i) => i);
      const { tree, value } = exactTree(treeCells(x, scores), depth);
      expect(value * n).toBeCloseTo(bruteForce(x, scores, rows, depth), 9);
      const walked = rows.reduce(
        (s, i) => s + (scores[treeArm(tree, (f) => x[f]?.[i] as number)]?.[i] as number),
        0,
      );
      expect(walked).toBeCloseTo(value * n, 9);
    }
  });

  it('does not lose by going deeper, and a leaf covers all rows once', () => {
    const x = Array.from({ length: 4 }, () => draw(300, () => random.integer(6)));
    const scores = Array.from({ length: 2 }, () => draw(300, () => random.normal()));
    const cells = treeCells(x, scores);
    const fits = [0, 1, 2, 3].map((depth) => exactTree(cells, depth));
    for (let d = 1; d < 4; d++)
      expect(fits[d]?.value as number).toBeGreaterThanOrEqual((fits[d - 1]?.value as number) - 1e-12);
    const leaves = (tree: PolicyTree): number =>
      'arm' in tree ? tree.rows : leaves(tree.low) + leaves(tree.high);
    for (const { tree } of fits) expect(leaves(tree)).toBe(300);
  });

  it.each([
    ['no rows', [[]], [[]], /got 0 rows/],
    ['columns of unequal length', [[1, 2]], [[1]], /has 2 rows, the first has 1/],
    ['a number that is none', [[Number.NaN]], [[1]], /got NaN/],
  ])('refuses %s', (_, x, scores, message) => {
    expect(() => treeCells(x as number[][], scores as number[][])).toThrow(message);
  });

  it('refuses a depth that would not end', () => {
    expect(() => exactTree(treeCells([[1]], [[1]]), 7)).toThrow(/allowed is a whole number from 0 to 4/);
  });
});

const csv = referenceFile('reference/hillstrom-dr-visit.csv.gz');

describe('frozen exact trees on Hillstrom', () => {
  it.skipIf(csv === null)('values of depth 1 and 2 on all and on 5,000 rows', () => {
    const rows = numericCsv(csv as string);
    const names = 'recency,history50,mens,womens,newbie,rural,urban,web,multi'.split(',');
    const value = (n: number, depth: number) => {
      const x = names.map((name) => (rows[name] as number[]).slice(0, n));
      const scores = [0, 1, 2].map((a) =>
        (rows[`g${a}`] as number[]).slice(0, n).map((v) => v - ([0, 0.05, 0.04][a] as number)),
      );
      return exactTree(treeCells(x, scores), depth);
    };
    expect(value(64_000, 1).value).toBeCloseTo(0.1386385225, 9);
    expect(value(64_000, 2).value).toBeCloseTo(0.1393653499, 9);
    expect(value(5000, 1).value).toBeCloseTo(0.1284669321, 9);
    expect(value(5000, 2).value).toBeCloseTo(0.1369458865, 9);
    expect(value(64_000, 1).tree).toMatchObject({
      feature: 2,
      threshold: 0,
      low: { arm: 2 },
      high: { arm: 1 },
    });
  });
});
