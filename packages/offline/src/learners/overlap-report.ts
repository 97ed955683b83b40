import type { Nuisances } from './cross-fit-nuisances.ts';
import type { EffectRows } from './effect-rows.ts';

/** How comparable an arm and the control are, before and after weighting by 1/p. */
export type ArmOverlap = {
  readonly treatment: string;
  readonly rows: number;
  /** Counts of e(x) = P(arm | arm or control, x) in tenths, of the arm's rows and the control's. */
  readonly histogram: { readonly treated: readonly number[]; readonly control: readonly number[] };
  readonly effectiveSampleSize: { readonly treated: number; readonly control: number };
  /** The greatest |standardised difference| of a column's means, and its name. */
  readonly imbalance: { readonly before: number; readonly after: number; readonly column: string };
  /** Share of rows whose e(x) is below 0.05 or above 0.95. */
  readonly extreme: number;
  readonly advice: string;
};

export type OverlapReport = {
  readonly arms: readonly ArmOverlap[];
  /** Weights 1/p are cut to `cap`: of how many rows, what share, and by how much that moves each arm's average effect. */
  readonly truncation: {
    readonly cap: number;
    readonly cut: number;
    readonly share: number;
    readonly largest: number;
    readonly change: readonly { readonly treatment: string; readonly effect: number }[];
  };
};

const CAP = 100;

const imbalance = (rows: EffectRows, arm: number, weight: (i: number) => number, k: number): number => {
  const { n, d, x, action } = rows;
  const moments = [0, 0].map(() => ({ w: 0, sum: 0, squares: 0 }));
  for (let i = 0; i < n; i++) {
    const side = action[i] === arm ? 1 : action[i] === 0 ? 0 : -1;
    const own = moments[side];
    if (own === undefined) continue;
    const w = weight(i);
    const v = x[i * d + k] as number;
    own.w += w;
    own.sum += w * v;
    own.squares += w * v * v;
  }
  const [none, one] = moments.map(({ w, sum, squares }) => ({
    mean: sum / w,
    variance: squares / w - (sum / w) ** 2,
  }));
  if (none === undefined || one === undefined) return 0;
  const scale = Math.sqrt(Math.max(0, (none.variance + one.variance) / 2));
  return scale > 1e-9 ? Math.abs(one.mean - none.mean) / scale : 0;
};

const adviceOf = (extreme: number, share: number, after: number): string => {
  if (extreme > 0.1)
    return 'Little overlap: restrict to rows whose propensity is between 0.05 and 0.95, or ask for the effect with overlap weights; explore more before policies that leave this range.';
  if (share < 0.2) return 'A few rows carry most of the weight: use overlap weights, or explore more.';
  if (after > 0.1)
    return 'Weighting does not balance the columns: the propensity model is not to be trusted; add columns or explore at random.';
  return 'Overlap is good.';
};

/** Propensity histograms, effective sample sizes, balance before and after weighting, and advice in words. */
export const overlapReport = (
  rows: EffectRows,
  nuisances: Nuisances,
  arms: readonly string[],
  names: readonly string[],
): OverlapReport => {
  const { n, d, action } = rows;
  const a = rows.arms;
  const p = (i: number, arm: number): number => nuisances.propensities[i * a + arm] as number;
  let [cut, largest] = [0, 0];
  for (let i = 0; i < n; i++) {
    const w = 1 / p(i, action[i] as number);
    if (w !== w) continue;
    largest = Math.max(largest, w);
    if (w > CAP) cut++;
  }
  const weight = (i: number): number => {
    const w = 1 / p(i, action[i] as number);
    return w === w ? Math.min(CAP, w) : 0;
  };
  const made = arms.slice(1).map((treatment, k): ArmOverlap => {
    const arm = k + 1;
    const histogram = { treated: new Array<number>(10).fill(0), control: new Array<number>(10).fill(0) };
    const size = { treated: [0, 0], control: [0, 0] };
    let [extreme, seen, count] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const side = action[i] === arm ? 'treated' : action[i] === 0 ? 'control' : null;
      const e = p(i, arm) / (p(i, arm) + p(i, 0));
      if (side === null || e !== e) continue;
      const bin = Math.min(9, Math.floor(e * 10));
      histogram[side][bin] = (histogram[side][bin] as number) + 1;
      const w = weight(i);
      size[side][0] = (size[side][0] as number) + w;
      size[side][1] = (size[side][1] as number) + w * w;
      seen++;
      if (side === 'treated') count++;
      if (e < 0.05 || e > 0.95) extreme++;
    }
    const ess = (s: number[]): number => (s[0] as number) ** 2 / Math.max(1e-300, s[1] as number);
    let worst = { before: 0, after: 0, column: '' };
    let after = 0;
    for (let c = 0; c < d; c++) {
      const before = imbalance(rows, arm, () => 1, c);
      const own = imbalance(rows, arm, weight, c);
      after = Math.max(after, own);
      if (before >= worst.before) worst = { before, after: own, column: names[c] as string };
    }
    const sizes = { treated: ess(size.treated), control: ess(size.control) };
    const share = Math.min(sizes.treated / Math.max(1, count), sizes.control / Math.max(1, seen - count));
    return {
      treatment,
      rows: count,
      histogram,
      effectiveSampleSize: sizes,
      imbalance: { ...worst, after },
      extreme: extreme / seen,
      advice: adviceOf(extreme / seen, share, after),
    };
  });
  /** Mean of the parts of ψ (A8) that cutting takes away. */
  const change = arms.slice(1).map((treatment, k) => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < n; i++) {
      const own = action[i] as number;
      const w = 1 / p(i, own);
      if (w !== w) continue;
      count++;
      if (w <= CAP || (own !== 0 && own !== k + 1)) continue;
      const rest = (w - CAP) * ((rows.y[i] as number) - (nuisances.means[i * a + own] as number));
      sum += own === 0 ? rest : -rest;
    }
    return { treatment, effect: sum / Math.max(1, count) };
  });
  return { arms: made, truncation: { cap: CAP, cut, share: cut / rows.n, largest, change } };
};
