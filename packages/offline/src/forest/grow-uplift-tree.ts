import type { Random } from '../maths/index.ts';
import type { Codes } from './code-columns.ts';
import { splitRows } from './split-rows.ts';
import { splitGain, type UpliftCriterion } from './uplift-criteria.ts';
import type { UpliftTree } from './uplift-tree.ts';

/** What was done and what came of it, one entry a row; weight 1/p of the arm that the row got. */
export type ArmOutcomes = {
  readonly y: Float64Array;
  readonly arm: Int32Array;
  readonly arms: number;
  readonly weight: Float64Array;
};

export type UpliftTreeParams = {
  readonly criterion: UpliftCriterion;
  /** Least rows of a leaf, and of each arm in it. */
  readonly leastRows: number;
  readonly leastArmRows: number;
  readonly maxDepth: number;
  /** Columns tried at a split. */
  readonly columns: number;
};

/** By arm and for a node or bin: rows, weight, weighted outcome. */
const STATS = 3;

const addRow = (out: Float64Array, at: number, { y, arm, weight }: ArmOutcomes, i: number): void => {
  const to = at + (arm[i] as number) * STATS;
  const w = weight[i] as number;
  out[to] = (out[to] as number) + 1;
  out[to + 1] = (out[to + 1] as number) + w;
  out[to + 2] = (out[to + 2] as number) + w * (y[i] as number);
};

const statsOf = (rows: Int32Array, from: number, to: number, of: ArmOutcomes): Float64Array => {
  const out = new Float64Array(of.arms * STATS);
  for (let k = from; k < to; k++) addRow(out, 0, of, rows[k] as number);
  return out;
};

const rowsOf = (stats: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < stats.length; at += STATS) sum += stats[at] as number;
  return sum;
};

const enough = (stats: Float64Array, { leastRows, leastArmRows }: UpliftTreeParams): boolean => {
  for (let at = 0; at < stats.length; at += STATS) if ((stats[at] as number) < leastArmRows) return false;
  return rowsOf(stats) >= leastRows;
};

const meansOf = (stats: Float64Array, out: Float64Array): Float64Array => {
  for (let a = 0; a < out.length; a++)
    out[a] = (stats[a * STATS + 2] as number) / (stats[a * STATS + 1] as number);
  return out;
};

type Split = { feature: number; bin: number; gain: number };

const bestSplit = (
  { columns, cuts }: Codes,
  of: ArmOutcomes,
  chosen: ArrayLike<number>,
  rows: Int32Array,
  from: number,
  to: number,
  params: UpliftTreeParams,
): Split => {
  const width = of.arms * STATS;
  const whole = statsOf(rows, from, to, of);
  const [node, low, high] = [0, 1, 2].map(() => new Float64Array(of.arms)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  meansOf(whole, node);
  const best: Split = { feature: -1, bin: 0, gain: 1e-12 };
  for (let c = 0; c < params.columns; c++) {
    const f = chosen[c] as number;
    const bins = (cuts[f] as Float32Array).length + 1;
    if (bins < 2) continue;
    const column = columns[f] as Uint8Array;
    const table = new Float64Array(bins * width);
    for (let k = from; k < to; k++) {
      const i = rows[k] as number;
      addRow(table, (column[i] as number) * width, of, i);
    }
    const left = new Float64Array(width);
    const right = whole.slice();
    for (let b = 0; b < bins - 1; b++) {
      for (let j = 0; j < width; j++) {
        const v = table[b * width + j] as number;
        left[j] = (left[j] as number) + v;
        right[j] = (right[j] as number) - v;
      }
      if (!enough(left, params)) continue;
      if (!enough(right, params)) break;
      const share = rowsOf(left) / (to - from);
      const gain = splitGain(params.criterion, node, meansOf(left, low), meansOf(right, high), share);
      if (gain > best.gain) Object.assign(best, { feature: f, bin: b, gain });
    }
  }
  return best;
};

/**
 * An uplift tree: `grow` rows choose splits by the criterion, `estimate` rows fill the leaves with the arms' weighted mean
 * outcomes less the control's; honest when the two lists share no row. Both are put into another order.
 */
export const growUpliftTree = (
  codes: Codes,
  of: ArmOutcomes,
  grow: Int32Array,
  estimate: Int32Array,
  params: UpliftTreeParams,
  random: Random,
): UpliftTree => {
  const d = codes.columns.length;
  const spare = new Int32Array(Math.max(grow.length, estimate.length));
  const [feature, threshold, left] = [[0], [0], [0]];
  const effects: number[] = [];
  const filled: number[] = [];
  const every = Int32Array.from({ length: d }, (_, f) => f);
  const open = [{ node: 0, g0: 0, g1: grow.length, e0: 0, e1: estimate.length, depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, g0, g1, e0, e1, depth } = at;
    const chosen = params.columns < d ? random.permutation(d) : every;
    const split =
      depth < params.maxDepth ? bestSplit(codes, of, chosen, grow, g0, g1, params) : { feature: -1, bin: 0 };
    if (split.feature >= 0) {
      const column = codes.columns[split.feature] as Uint8Array;
      const em = splitRows(estimate, e0, e1, column, split.bin, spare);
      // A side whose estimation rows lack an arm could say nothing of its effect.
      const fine = (from: number, to: number): boolean => enough(statsOf(estimate, from, to, of), params);
      if (fine(e0, em) && fine(em, e1)) {
        const gm = splitRows(grow, g0, g1, column, split.bin, spare);
        const child = feature.length;
        feature[node] = split.feature;
        threshold[node] = (codes.cuts[split.feature] as Float32Array)[split.bin] as number;
        left[node] = child;
        for (const list of [feature, threshold, left]) list.push(0, 0);
        open.push({ node: child, g0, g1: gm, e0, e1: em, depth: depth + 1 });
        open.push({ node: child + 1, g0: gm, g1, e0: em, e1, depth: depth + 1 });
        continue;
      }
    }
    const means = meansOf(statsOf(estimate, e0, e1, of), new Float64Array(of.arms));
    feature[node] = -1;
    left[node] = filled.length;
    for (let a = 1; a < of.arms; a++) effects.push((means[a] as number) - (means[0] as number));
    filled.push(e1 - e0);
  }
  return {
    feature: Int16Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    effects: Float64Array.from(effects),
    rows: Int32Array.from(filled),
  };
};
