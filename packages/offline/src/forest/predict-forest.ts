import { normalCdf, normalDensity } from '../maths/index.ts';
import { type ForestTree, LEAF_STATS, leafOf } from './forest-tree.ts';

export type ForestPrediction = { readonly effect: Float64Array; readonly standardError: Float64Array };

/** Before it is kept above 0: the variance V of each effect, and the deviation of V's own estimate from finitely many trees. */
export type RawForest = {
  readonly effect: Float64Array;
  readonly variance: Float64Array;
  readonly spread: Float64Array;
};

/** Variances are drawn toward what is usual: its mean over training rows, and how far true variances lie from it. */
export type UsualVariance = { readonly mean: number; readonly square: number };

/**
 * τ(x) = (Ā - T̄ Ȳ)/(Q̄ - T̄²), Ā, T̄, Ȳ, Q̄ the trees' means of the leaf means of TY, T, Y, T². Its variance, with
 * ψ_b = (A_b - T̄Y_b - ȲT_b + T̄Ȳ - τ(Q_b - 2T̄T_b + T̄²))/(Q̄ - T̄²) of tree b and ψ_g the mean of the `bag` trees of one half-sample:
 * V = mean ψ_g² - noise, noise = mean of s_g²/bag, s_g² the variance of ψ_b within g: what so many trees alone would spread.
 * Trees lie in order of their half-samples; of those whose inBag says 1 for the row none is used.
 */
export const rawForest = (
  trees: readonly ForestTree[],
  bag: number,
  x: Float64Array,
  m: number,
  d: number,
  inBag?: readonly Uint8Array[],
): RawForest => {
  const nan = () => new Float64Array(m).fill(Number.NaN);
  const out = { effect: nan(), variance: nan(), spread: nan() };
  const samples = Math.floor(trees.length / bag);
  const leaf = new Float64Array(trees.length * LEAF_STATS);
  for (let i = 0; i < m; i++) {
    let to = 0;
    let [t, y, a, q] = [0, 0, 0, 0];
    for (let g = 0; g < samples; g++) {
      if (inBag !== undefined && (inBag[g] as Uint8Array)[i] === 1) continue;
      for (let k = bag * g; k < bag * (g + 1); k++) {
        const tree = trees[k] as ForestTree;
        const from = leafOf(tree, x, i * d) * LEAF_STATS;
        const { leaves } = tree;
        t += leaf[to] = leaves[from] as number;
        y += leaf[to + 1] = leaves[from + 1] as number;
        a += leaf[to + 2] = leaves[from + 2] as number;
        q += leaf[to + 3] = leaves[from + 3] as number;
        to += LEAF_STATS;
      }
    }
    const used = to / LEAF_STATS;
    if (used === 0) continue;
    t /= used;
    y /= used;
    const v = q / used - t * t;
    const tau = (a / used - t * y) / v;
    out.effect[i] = tau;
    let [between, fourth, noise] = [0, 0, 0];
    for (let at = 0; at < to; ) {
      let [sum, squares] = [0, 0];
      for (let k = 0; k < bag; k++, at += LEAF_STATS) {
        const tb = leaf[at] as number;
        const correct = t * (leaf[at + 1] as number) + y * tb - t * y;
        const psi =
          ((leaf[at + 2] as number) - correct - tau * ((leaf[at + 3] as number) - 2 * t * tb + t * t)) / v;
        sum += psi;
        squares += psi * psi;
      }
      const mean = sum / bag;
      between += mean * mean;
      fourth += mean ** 4;
      if (bag > 1) noise += (squares - sum * mean) / (bag - 1) / bag;
    }
    const groups = used / bag;
    out.variance[i] = (between - noise) / groups;
    out.spread[i] = Math.sqrt(Math.max(1e-300, fourth / groups - (between / groups) ** 2) / groups);
  }
  return out;
};

/** Mean of the raw variances, and the part of their spread that is not noise of finitely many trees. */
export const usualVariance = ({ variance, spread }: RawForest): UsualVariance => {
  let [n, sum, squares, noise] = [0, 0, 0, 0];
  variance.forEach((v, i) => {
    if (!Number.isFinite(v)) return;
    n++;
    sum += v;
    squares += v * v;
    noise += (spread[i] as number) ** 2;
  });
  const mean = Math.max(0, sum / n);
  return { mean, square: Math.max(0.01 * mean * mean, squares / n - mean * mean - noise / n) };
};

/** E(v | v > 0) for v normal around `raw` with deviation `spread`. */
const positivePart = (raw: number, spread: number): number => {
  const r = raw / spread;
  if (r > 6) return raw;
  if (r < -6) return spread / -r;
  return raw + (spread * normalDensity(r)) / normalCdf(r);
};

/** The standard errors: each V as the posterior mean under a normal prior of the usual mean and spread, kept above 0. */
export const settleForest = (raw: RawForest, usual: UsualVariance): ForestPrediction => ({
  effect: raw.effect,
  standardError: raw.variance.map((v, i) => {
    const noise = (raw.spread[i] as number) ** 2;
    const kept = usual.square / (usual.square + noise);
    return Math.sqrt(positivePart(usual.mean + kept * (v - usual.mean), Math.sqrt(kept * noise) + 1e-150));
  }),
});
