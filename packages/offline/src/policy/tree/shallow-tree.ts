import type { PolicyTree } from './policy-tree.ts';
import type { TreeCells } from './tree-cells.ts';

type Stump = { sum: number; feature: number; code: number };

/** Sums of scores and counts by feature value: bins x A, with the totals. */
type Histogram = { sums: Float64Array; counts: Int32Array; total: Float64Array; rows: number };

const emptyHistogram = ({ bins, arms }: TreeCells): Histogram => ({
  sums: new Float64Array(bins * arms),
  counts: new Int32Array(bins),
  total: new Float64Array(arms),
  rows: 0,
});

const add = (data: TreeCells, h: Histogram, c: number): void => {
  const { features, arms, codes, sums, offsets, counts } = data;
  const rows = counts[c] as number;
  for (let f = 0; f < features; f++) {
    const bin = (offsets[f] as number) + (codes[c * features + f] as number);
    h.counts[bin] = (h.counts[bin] as number) + rows;
    for (let a = 0; a < arms; a++) {
      const at = bin * arms + a;
      h.sums[at] = (h.sums[at] as number) + (sums[c * arms + a] as number);
    }
  }
  for (let a = 0; a < arms; a++) h.total[a] = (h.total[a] as number) + (sums[c * arms + a] as number);
  h.rows += rows;
};

const bestOf = (total: Float64Array): number => {
  let best = 0;
  for (let a = 1; a < total.length; a++) if ((total[a] as number) > (total[best] as number)) best = a;
  return best;
};

const running = new Float64Array(64);

/** The best single split of a histogram, or of what `whole` holds beyond it; feature -1 when no split beats one arm for all. */
const bestStump = (data: TreeCells, h: Histogram, whole: Histogram | null, out: Stump): void => {
  const { features, arms, offsets, values } = data;
  const total = (a: number) =>
    whole === null ? (h.total[a] as number) : (whole.total[a] as number) - (h.total[a] as number);
  const rows = whole === null ? h.rows : whole.rows - h.rows;
  let best = -Infinity;
  for (let a = 0; a < arms; a++) best = Math.max(best, total(a));
  out.sum = best;
  out.feature = -1;
  for (let f = 0; f < features; f++) {
    const from = offsets[f] as number;
    const size = (values[f] as Float64Array).length;
    for (let a = 0; a < arms; a++) running[a] = 0;
    let passed = 0;
    for (let k = 0; k < size - 1; k++) {
      const bin = from + k;
      const count =
        whole === null
          ? (h.counts[bin] as number)
          : (whole.counts[bin] as number) - (h.counts[bin] as number);
      if (count === 0) continue;
      passed += count;
      if (passed === rows) break;
      let [left, right] = [-Infinity, -Infinity];
      for (let a = 0; a < arms; a++) {
        const at = bin * arms + a;
        const gain =
          whole === null ? (h.sums[at] as number) : (whole.sums[at] as number) - (h.sums[at] as number);
        const below = (running[a] as number) + gain;
        running[a] = below;
        if (below > left) left = below;
        const above = total(a) - below;
        if (above > right) right = above;
      }
      if (left + right > out.sum) {
        out.sum = left + right;
        out.feature = f;
        out.code = k;
      }
    }
  }
};

const split = (
  data: TreeCells,
  cells: ArrayLike<number>,
  feature: number,
  code: number,
): [number[], number[]] => {
  const parts: [number[], number[]] = [[], []];
  for (let k = 0; k < cells.length; k++) {
    const c = cells[k] as number;
    parts[(data.codes[c * data.features + feature] as number) <= code ? 0 : 1].push(c);
  }
  return parts;
};

const leaf = (data: TreeCells, cells: ArrayLike<number>): PolicyTree => {
  const h = emptyHistogram({ ...data, bins: 0, features: 0 });
  for (let k = 0; k < cells.length; k++)
    add({ ...data, features: 0, codes: data.codes }, h, cells[k] as number);
  const arm = bestOf(h.total);
  return { arm, rows: h.rows, sum: h.total[arm] as number };
};

const joined = (
  data: TreeCells,
  feature: number,
  code: number,
  low: PolicyTree,
  high: PolicyTree,
): PolicyTree => ({
  feature,
  threshold: (data.values[feature] as Float64Array)[code] as number,
  low,
  high,
  rows: low.rows + high.rows,
  sum: low.sum + high.sum,
});

const stumpTree = (data: TreeCells, cells: ArrayLike<number>): PolicyTree => {
  const h = emptyHistogram(data);
  for (let k = 0; k < cells.length; k++) add(data, h, cells[k] as number);
  const stump: Stump = { sum: 0, feature: -1, code: 0 };
  bestStump(data, h, null, stump);
  if (stump.feature < 0) return leaf(data, cells);
  const [low, high] = split(data, cells, stump.feature, stump.code);
  return joined(data, stump.feature, stump.code, leaf(data, low), leaf(data, high));
};

/**
 * The best tree of depth 0, 1 or 2 on some cells. At depth 2 each feature is swept once: cells move from the high side to the low in
 * the order of its value, and at each value both sides' best stumps are read from running histograms.
 */
export const shallowTree = (data: TreeCells, cells: Int32Array, depth: number): PolicyTree => {
  if (depth === 0) return leaf(data, cells);
  if (depth === 1) return stumpTree(data, cells);
  const whole = emptyHistogram(data);
  for (const c of cells) add(data, whole, c);
  const [low, high]: [Stump, Stump] = [
    { sum: 0, feature: -1, code: 0 },
    { sum: 0, feature: -1, code: 0 },
  ];
  bestStump(data, whole, null, low);
  let best = { sum: low.sum, feature: -1, code: 0 };
  for (let f = 0; f < data.features; f++) {
    const codeOf = (c: number) => data.codes[c * data.features + f] as number;
    const size = (data.values[f] as Float64Array).length;
    const groups: number[][] = Array.from({ length: size }, () => []);
    for (const c of cells) (groups[codeOf(c)] as number[]).push(c);
    const moved = emptyHistogram(data);
    for (let k = 0; k < size - 1; k++) {
      const group = groups[k] as number[];
      if (group.length === 0) continue;
      for (const c of group) add(data, moved, c);
      if (moved.rows === whole.rows) break;
      bestStump(data, moved, null, low);
      bestStump(data, moved, whole, high);
      if (low.sum + high.sum > best.sum) best = { sum: low.sum + high.sum, feature: f, code: k };
    }
  }
  if (best.feature < 0) return stumpTree(data, cells);
  const [below, above] = split(data, cells, best.feature, best.code);
  return joined(data, best.feature, best.code, stumpTree(data, below), stumpTree(data, above));
};
