import type { Arena, BoostKernel } from '../kernel/index.ts';
import type { BinMatrix } from './bin-matrix.ts';
import type { HistogramPool } from './histogram-pool.ts';
import type { HyperParameters } from './hyper-parameters.ts';

/** What one tree is grown from; numbers named after memory are places in the arena. */
export type Ground = {
  readonly kernel: BoostKernel;
  readonly arena: Arena;
  readonly matrix: BinMatrix;
  /** The columns this tree may split on: their codes and counts, and `columns` their numbers in the whole matrix. */
  readonly chosen: Pick<BinMatrix, 'bins' | 'counts' | 'd'>;
  readonly columns: ArrayLike<number> | undefined;
  readonly pool: HistogramPool;
  readonly pairs: number;
  /** u32, the rows to train on; they are reordered so that each leaf's lie together. */
  readonly rows: number;
  readonly count: number;
  /** u32 x count. */
  readonly spare: number;
  /** f64 x 8. */
  readonly out: number;
};

type Split = {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly g: number;
  readonly h: number;
};

/** A node while it grows: its rows are `count` from `start`; g, h are their sums. */
export type GrownNode = {
  readonly start: number;
  readonly count: number;
  readonly depth: number;
  readonly g: number;
  readonly h: number;
  hist: number;
  split: Split | undefined;
  /** The left child; the right one follows it. */
  left: number;
};

/**
 * Grows one tree and gives its nodes, root first; a node with left > 0 was split. Only the smaller child's histogram is
 * built: the other is the parent's less that, exactly (kernels/boost.ts, snap).
 */
export const growTree = (ground: Ground, params: HyperParameters): GrownNode[] => {
  const { kernel, arena, matrix, chosen, columns, pool, pairs, rows, spare, out } = ground;

  const build = (node: GrownNode): void => {
    node.hist = pool.take();
    kernel.histogram(chosen.bins, chosen.d, rows + 4 * node.start, node.count, pairs, node.hist);
  };

  const findSplit = (node: GrownNode): void => {
    const parent = (node.g * node.g) / (node.h + params.l2);
    // A gain under the rounding of the scores is none.
    const floor = parent * (1 + 1e-10) + 2 * params.minGain;
    kernel.scan(node.hist, chosen.d, chosen.counts, node.g, node.h, params.l2, params.minHessian, floor, out);
    const [score = 0, feature = 0, bin = 0, left = 0, g = 0, h = 0, missing = 0] = arena.f64(out, 7);
    if (!(score > floor)) return;
    node.split = {
      gain: (score - parent) / 2,
      feature: columns === undefined ? feature : (columns[feature] as number),
      bin,
      // Without missing values in the node, those of later rows follow the heavier side.
      missingLeft: missing === 1 ? left === 1 : h >= node.h - h,
      g,
      h,
    };
  };

  const node = (start: number, count: number, depth: number, g: number, h: number): GrownNode => ({
    start,
    count,
    depth,
    g,
    h,
    hist: -1,
    split: undefined,
    left: 0,
  });
  const mayGrow = (n: GrownNode): boolean =>
    n.depth < params.maxDepth && n.count > 1 && n.h >= 2 * params.minHessian;
  const release = (n: GrownNode): void => {
    if (n.hist >= 0) pool.give(n.hist);
    n.hist = -1;
  };

  kernel.sums(rows, ground.count, pairs, out);
  const [g0 = 0, h0 = 0] = arena.f64(out, 2);
  const nodes = [node(0, ground.count, 0, g0, h0)];
  const open: number[] = [];
  const consider = (at: number): void => {
    const n = nodes[at] as GrownNode;
    if (n.hist >= 0) findSplit(n);
    if (n.split === undefined) release(n);
    else open.push(at);
  };
  // Level by level where the number of leaves is bound; where it is not, the last one first gives the same tree
  // with few histograms open and its rows still in the cache.
  const deep = params.growth === 'depth' && params.maxLeaves >= 2 ** params.maxDepth;
  const next = (): GrownNode => {
    let best = deep ? open.length - 1 : 0;
    if (params.growth === 'leaf') {
      const gainAt = (k: number): number => nodes[open[k] as number]?.split?.gain ?? 0;
      for (let k = 1; k < open.length; k++) if (gainAt(k) > gainAt(best)) best = k;
    }
    return nodes[open.splice(best, 1)[0] as number] as GrownNode;
  };

  const root = nodes[0] as GrownNode;
  if (mayGrow(root)) build(root);
  consider(0);
  for (let leaves = 1; open.length > 0 && leaves < params.maxLeaves; leaves++) {
    const parent = next();
    const split = parent.split as Split;
    const place = rows + 4 * parent.start;
    const goLeft = kernel.partition(
      matrix.columns + split.feature * matrix.n,
      split.bin,
      split.missingLeft ? 1 : 0,
      place,
      parent.count,
      spare,
    );
    const { start, count, depth, g, h } = parent;
    const left = node(start, goLeft, depth + 1, split.g, split.h);
    const right = node(start + goLeft, count - goLeft, depth + 1, g - split.g, h - split.h);
    parent.left = nodes.length;
    nodes.push(left, right);
    const [small, large] = goLeft <= count - goLeft ? [left, right] : [right, left];
    const last = leaves + 1 >= params.maxLeaves;
    if (last || !(mayGrow(small) || mayGrow(large))) {
      release(parent);
      continue;
    }
    build(small);
    large.hist = parent.hist;
    parent.hist = -1;
    if (mayGrow(large)) kernel.subtract(large.hist, small.hist, chosen.d);
    if (!mayGrow(large)) release(large);
    if (!mayGrow(small)) release(small);
    consider(parent.left);
    consider(parent.left + 1);
  }
  for (const n of nodes) release(n);
  return nodes;
};
