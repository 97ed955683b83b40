import { Fault } from '@causeway/contract';
import type { PolicyTree } from './policy-tree.ts';
import { shallowTree } from './shallow-tree.ts';
import type { TreeCells } from './tree-cells.ts';

export type ExactTree = {
  readonly tree: PolicyTree;
  /** Mean score a row under the tree: no tree of this depth has a larger one. */
  readonly value: number;
};

const DEEPEST = 4;

/** Σ over cells of their best arm's sum: no tree on these cells can reach more. */
const ceiling = (data: TreeCells, cells: Int32Array): number => {
  const { arms, sums } = data;
  let total = 0;
  for (const c of cells) {
    let best = -Infinity;
    for (let a = c * arms; a < (c + 1) * arms; a++) best = Math.max(best, sums[a] as number);
    total += best;
  }
  return total;
};

const sortedBy = (data: TreeCells, cells: Int32Array, feature: number): Int32Array => {
  const code = (c: number) => data.codes[c * data.features + feature] as number;
  const starts = new Int32Array((data.values[feature] as Float64Array).length + 1);
  for (const c of cells) starts[code(c) + 1] = (starts[code(c) + 1] as number) + 1;
  for (let k = 1; k < starts.length; k++) starts[k] = (starts[k] as number) + (starts[k - 1] as number);
  const out = new Int32Array(cells.length);
  for (const c of cells) {
    out[starts[code(c)] as number] = c;
    starts[code(c)] = (starts[code(c)] as number) + 1;
  }
  return out;
};

/** Search below the top: `floor` is a sum that must be passed to be of use; null when no tree here can. */
const search = (data: TreeCells, cells: Int32Array, depth: number, floor: number): PolicyTree | null => {
  if (depth <= 2) return shallowTree(data, cells, depth);
  if (ceiling(data, cells) <= floor) return null;
  let best = shallowTree(data, cells, 2);
  let rows = 0;
  for (const c of cells) rows += data.counts[c] as number;
  for (let f = 0; f < data.features; f++) {
    const order = sortedBy(data, cells, f);
    const code = (k: number) => data.codes[(order[k] as number) * data.features + f] as number;
    for (let k = 1; k < order.length; k++) {
      if (code(k) === code(k - 1)) continue;
      const [left, right] = [order.subarray(0, k), order.subarray(k)];
      const rightMost = ceiling(data, right);
      if (ceiling(data, left) + rightMost <= best.sum) continue;
      const low = search(data, left, depth - 1, best.sum - rightMost);
      if (low === null || low.sum + rightMost <= best.sum) continue;
      const high = search(data, right, depth - 1, best.sum - low.sum);
      if (high === null || low.sum + high.sum <= best.sum) continue;
      const threshold = (data.values[f] as Float64Array)[code(k - 1)] as number;
      best = { feature: f, threshold, low, high, rows, sum: low.sum + high.sum };
    }
  }
  return best;
};

/**
 * The policy tree with the largest mean score, exactly, among all trees of at most this depth that split at observed values (A10 on
 * Γ net of cost). Rows with equal features are one cell; the last two levels are one sweep over cells with running histograms, in
 * cells x features + bins² x arms a level; above them, branches that their cells' best arms cannot save are not searched.
 * Throws `bad-input` for a depth outside 0..4.
 */
export const exactTree = (data: TreeCells, depth: number): ExactTree => {
  if (!Number.isInteger(depth) || depth < 0 || depth > DEEPEST)
    throw new Fault('bad-input', 'depth', `got ${depth}, allowed is a whole number from 0 to ${DEEPEST}`);
  const all = Int32Array.from({ length: data.cells }, (_, c) => c);
  const tree = search(data, all, depth, -Infinity) as PolicyTree;
  return { tree, value: tree.sum / data.rows };
};
