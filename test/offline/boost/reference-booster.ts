import { cutsOf } from '../../../packages/offline/src/boost/bin-cuts.ts';
import type { Tree } from '../../../packages/offline/src/boost/index.ts';

type Split = { gain: number; f: number; threshold: number; missingLeft: number };
type Problem = { x: Float64Array; n: number; d: number; bins: number; l2: number; minHessian: number };

const score = (g: number, h: number, l2: number): number => (g * g) / (h + l2);

/** Every split of the rows by every cut and both directions of missing values, by sums over the rows themselves. */
export const bestSplit = (
  p: Problem,
  rows: readonly number[],
  g: ArrayLike<number>,
  h: ArrayLike<number>,
): Split | undefined => {
  const sum = (of: ArrayLike<number>, some: readonly number[]): number =>
    some.reduce((total, r) => total + (of[r] as number), 0);
  const parent = score(sum(g, rows), sum(h, rows), p.l2);
  let best: Split | undefined;
  for (let f = 0; f < p.d; f++) {
    const at = (r: number): number => Math.fround(p.x[r * p.d + f] as number);
    const all = Float32Array.from(
      Array.from({ length: p.n }, (_, r) => at(r)).filter((v) => !Number.isNaN(v)),
    );
    const cuts = cutsOf(all.sort(), p.bins);
    const missing = rows.some((r) => Number.isNaN(at(r)));
    for (const missingLeft of missing ? [0, 1] : [0]) {
      for (const threshold of missing && missingLeft === 0 ? [...cuts, Infinity] : cuts) {
        const goes = (r: number): boolean => (Number.isNaN(at(r)) ? missingLeft === 1 : at(r) < threshold);
        const left = rows.filter(goes);
        const right = rows.filter((r) => !goes(r));
        if (sum(h, left) < p.minHessian || sum(h, right) < p.minHessian) continue;
        const sides = score(sum(g, left), sum(h, left), p.l2) + score(sum(g, right), sum(h, right), p.l2);
        const gain = (sides - parent) / 2;
        if (gain <= 1e-12 * parent || (best !== undefined && gain <= best.gain)) continue;
        const heavier = sum(h, left) >= sum(h, right) ? 1 : 0;
        best = { gain, f, threshold, missingLeft: missing ? missingLeft : heavier };
      }
    }
  }
  return best;
};

export type PlainNode = { rows: number[]; split?: Split; left?: PlainNode; right?: PlainNode; step: number };

/** A tree grown level by level or by greatest gain, straight from the definition. */
export const plainTree = (
  p: Problem,
  g: ArrayLike<number>,
  h: ArrayLike<number>,
  limits: { growth: 'leaf' | 'depth'; maxLeaves: number; maxDepth: number },
): PlainNode => {
  type Open = { node: PlainNode; depth: number; split: Split };
  const open: Open[] = [];
  const make = (rows: number[], depth: number): PlainNode => {
    const sum = (of: ArrayLike<number>): number => rows.reduce((total, r) => total + (of[r] as number), 0);
    const node: PlainNode = { rows, step: -sum(g) / (sum(h) + p.l2) };
    const split = depth < limits.maxDepth ? bestSplit(p, rows, g, h) : undefined;
    if (split !== undefined) open.push({ node, depth, split });
    return node;
  };
  const root = make(
    Array.from({ length: p.n }, (_, r) => r),
    0,
  );
  for (let leaves = 1; leaves < limits.maxLeaves && open.length > 0; leaves++) {
    let k = 0;
    if (limits.growth === 'leaf')
      open.forEach(({ split }, i) => {
        if (split.gain > (open[k] as Open).split.gain) k = i;
      });
    const { node, depth, split } = open.splice(k, 1)[0] as Open;
    const goes = (r: number): boolean => {
      const v = Math.fround(p.x[r * p.d + split.f] as number);
      return Number.isNaN(v) ? split.missingLeft === 1 : v < split.threshold;
    };
    node.split = split;
    node.left = make(node.rows.filter(goes), depth + 1);
    node.right = make(
      node.rows.filter((r) => !goes(r)),
      depth + 1,
    );
  }
  return root;
};

/** One line a node, in order of descent, to compare trees whose nodes are numbered differently. */
export const describePlain = (node: PlainNode, rate: number): string[] =>
  node.split === undefined || node.left === undefined || node.right === undefined
    ? [`leaf ${(rate * node.step).toPrecision(5)}`]
    : [
        `x${node.split.f} < ${node.split.threshold > 3e38 ? 'all' : node.split.threshold} missing ${node.split.missingLeft}`,
        ...describePlain(node.left, rate),
        ...describePlain(node.right, rate),
      ];

export const describeTree = (tree: Tree, k = 0): string[] => {
  if (tree.feature[k] === -1) return [`leaf ${(tree.value[k] as number).toPrecision(5)}`];
  const threshold = tree.threshold[k] as number;
  return [
    `x${tree.feature[k]} < ${threshold > 3e38 ? 'all' : threshold} missing ${tree.missingLeft[k]}`,
    ...describeTree(tree, tree.left[k]),
    ...describeTree(tree, tree.right[k]),
  ];
};
