import type { Random } from '../maths/index.ts';
import type { Codes } from './code-columns.ts';
import type { ForestParams } from './forest-options.ts';
import { type ForestTree, LEAF_STATS } from './forest-tree.ts';
import { splitRows } from './split-rows.ts';

/** Residuals after the nuisances: outcome Y - m(x) and treatment T - e(x), one a row. */
export type Residuals = { readonly y: Float64Array; readonly t: Float64Array };

/** Space that one tree leaves to the next. */
export type TreeSpace = {
  readonly rho: Float64Array;
  readonly info: Float64Array;
  readonly spare: Int32Array;
  readonly sums: Float64Array;
  readonly infos: Float64Array;
  readonly counts: Int32Array;
};

export const treeSpace = (n: number): TreeSpace => ({
  rho: new Float64Array(n),
  info: new Float64Array(n),
  spare: new Int32Array(n),
  sums: new Float64Array(256),
  infos: new Float64Array(256),
  counts: new Int32Array(256),
});

type Stats = { readonly t: number; readonly y: number; readonly ty: number; readonly tt: number };

const statsOf = (rows: Int32Array, from: number, to: number, { y, t }: Residuals): Stats => {
  let [st, sy, sty, stt] = [0, 0, 0, 0];
  for (let k = from; k < to; k++) {
    const i = rows[k] as number;
    const ti = t[i] as number;
    const yi = y[i] as number;
    st += ti;
    sy += yi;
    sty += ti * yi;
    stt += ti * ti;
  }
  const n = to - from;
  return { t: st / n, y: sy / n, ty: sty / n, tt: stt / n };
};

/** Fills ρ_i = (t_i - t̄)(y_i - ȳ - τ(t_i - t̄)), the gradient of the node's effect τ, and (t_i - t̄)²; false when t does not vary. */
const label = (space: TreeSpace, rows: Int32Array, from: number, to: number, r: Residuals): boolean => {
  const { t, y, ty, tt } = statsOf(rows, from, to, r);
  const variance = tt - t * t;
  if (!(variance > 1e-12)) return false;
  const tau = (ty - t * y) / variance;
  for (let k = from; k < to; k++) {
    const i = rows[k] as number;
    const dt = (r.t[i] as number) - t;
    space.rho[i] = dt * ((r.y[i] as number) - y - tau * dt);
    space.info[i] = dt * dt;
  }
  return true;
};

type Split = { feature: number; bin: number; gain: number };

const bestSplit = (
  space: TreeSpace,
  { columns, cuts }: Codes,
  chosen: Int32Array,
  mtry: number,
  rows: Int32Array,
  from: number,
  to: number,
  { leastRows, leastShare }: ForestParams,
): Split => {
  const { rho, info, sums, infos, counts } = space;
  const n = to - from;
  const least = Math.max(leastRows, Math.ceil(leastShare * n));
  const best: Split = { feature: -1, bin: 0, gain: 1e-12 };
  for (let c = 0; c < mtry; c++) {
    const f = chosen[c] as number;
    const bins = (cuts[f] as Float32Array).length + 1;
    if (bins < 2) continue;
    const column = columns[f] as Uint8Array;
    sums.fill(0, 0, bins);
    infos.fill(0, 0, bins);
    counts.fill(0, 0, bins);
    for (let k = from; k < to; k++) {
      const i = rows[k] as number;
      const b = column[i] as number;
      sums[b] = (sums[b] as number) + (rho[i] as number);
      infos[b] = (infos[b] as number) + (info[i] as number);
      counts[b] = (counts[b] as number) + 1;
    }
    let total = 0;
    let all = 0;
    for (let b = 0; b < bins; b++) {
      total += sums[b] as number;
      all += infos[b] as number;
    }
    let [s, v, m] = [0, 0, 0];
    for (let b = 0; b < bins - 1; b++) {
      if (counts[b] === 0) continue;
      s += sums[b] as number;
      v += infos[b] as number;
      m += counts[b] as number;
      if (m < least || v < leastShare * all) continue;
      if (n - m < least || all - v < leastShare * all) break;
      const gain = (s * s) / m + ((total - s) * (total - s)) / (n - m);
      if (gain > best.gain) {
        best.gain = gain;
        best.feature = f;
        best.bin = b;
      }
    }
  }
  return best;
};

const draw = (random: Random, pool: Int32Array, m: number): void => {
  for (let k = 0; k < m && k < pool.length - 1; k++) {
    const j = k + random.integer(pool.length - k);
    const kept = pool[k] as number;
    pool[k] = pool[j] as number;
    pool[j] = kept;
  }
};

/**
 * An honest tree of effects: `grow` rows choose the splits, by the greatest Σ ρ² of the two sides per row, `estimate` rows fill the
 * leaves. Both lists are put into another order.
 */
export const growCausalTree = (
  codes: Codes,
  residuals: Residuals,
  grow: Int32Array,
  estimate: Int32Array,
  params: ForestParams,
  random: Random,
  space: TreeSpace,
): ForestTree => {
  const d = codes.columns.length;
  const pool = Int32Array.from({ length: d }, (_, f) => f);
  const feature: number[] = [0];
  const threshold: number[] = [0];
  const left: number[] = [0];
  const leaves: number[] = [];
  const open = [{ node: 0, g0: 0, g1: grow.length, e0: 0, e1: estimate.length, depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, g0, g1, e0, e1, depth } = at;
    let split: Split | undefined;
    if (depth < params.maxDepth && g1 - g0 >= 2 * params.leastRows && label(space, grow, g0, g1, residuals)) {
      if (params.columns < d) draw(random, pool, params.columns);
      split = bestSplit(space, codes, pool, params.columns, grow, g0, g1, params);
    }
    if (split !== undefined && split.feature >= 0) {
      const column = codes.columns[split.feature] as Uint8Array;
      const em = splitRows(estimate, e0, e1, column, split.bin, space.spare);
      const [el, er] = [statsOf(estimate, e0, em, residuals), statsOf(estimate, em, e1, residuals)];
      // A leaf without rows of both arms could say nothing of an effect.
      const fine = (s: Stats, rows: number) => rows >= params.leastRows && s.tt - s.t * s.t > 1e-9;
      if (fine(el, em - e0) && fine(er, e1 - em)) {
        const gm = splitRows(grow, g0, g1, column, split.bin, space.spare);
        const child = feature.length;
        feature[node] = split.feature;
        threshold[node] = (codes.cuts[split.feature] as Float32Array)[split.bin] as number;
        left[node] = child;
        feature.push(0, 0);
        threshold.push(0, 0);
        left.push(0, 0);
        open.push({ node: child, g0, g1: gm, e0, e1: em, depth: depth + 1 });
        open.push({ node: child + 1, g0: gm, g1, e0: em, e1, depth: depth + 1 });
        continue;
      }
    }
    const { t, y, ty, tt } = statsOf(estimate, e0, e1, residuals);
    feature[node] = -1;
    left[node] = leaves.length / LEAF_STATS;
    leaves.push(t, y, ty, tt);
  }
  return {
    feature: Int16Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    leaves: Float64Array.from(leaves),
  };
};
