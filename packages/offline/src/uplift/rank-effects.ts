import { addRow, noRows } from './arm-totals.ts';
import { type Ranking, ranking } from './ranked-counts.ts';
import type { UpliftRows } from './uplift-rows.ts';

/** Rank-weighted average treatment effects: how much better the first of a ranking respond than all. 0 for a ranking by chance. */
export type RankEffects = {
  /** ∫ TOC(q) dq, TOC(q) = mean effect of the first share q less the mean effect. */
  readonly autoc: number;
  /** ∫ q TOC(q) dq. */
  readonly qini: number;
};

/**
 * One effect score a row by its arm's mean: Γ_i = ȳ₁ - ȳ₀ + (t_i - e)/(e(1 - e)) (y_i - ȳ_{t_i}), e the share treated (A8 without
 * features). For randomised rows; Σ Γ / n = ȳ₁ - ȳ₀.
 */
export const armScores = (rows: UpliftRows, weight?: ArrayLike<number>): Float64Array => {
  const { n, y, t } = rows;
  const sum = noRows();
  for (let i = 0; i < n; i++) addRow(sum, rows, i, weight);
  const { n1, n0, y1, y0 } = sum;
  const [m1, m0, all] = [y1 / n1, y0 / n0, n1 + n0];
  const gamma = new Float64Array(n);
  for (let i = 0; i < n; i++)
    gamma[i] =
      t[i] === 1
        ? m1 - m0 + ((y[i] as number) - m1) * (all / n1)
        : m1 - m0 - ((y[i] as number) - m0) * (all / n0);
  return gamma;
};

/** The sums over ranks; rows of one score share their group's mean effect, so that their order says nothing. One score for all ranks nobody: 0. */
export const rankEffects = (
  rows: UpliftRows,
  gamma: ArrayLike<number>,
  ready: Ranking = ranking(rows),
  weight?: ArrayLike<number>,
): RankEffects => {
  const { order, ends } = ready;
  if (ends.length === 1) return { autoc: 0, qini: 0 };
  const w = (i: number): number => (weight === undefined ? 1 : (weight[i] as number));
  let [count, sum] = [0, 0];
  for (let r = 0; r < order.length; r++) {
    const i = order[r] as number;
    count += w(i);
    sum += w(i) * (gamma[i] as number);
  }
  const mean = sum / count;
  let [autoc, qini, before, above] = [0, 0, 0, 0];
  let k = 0;
  for (let e = 0; e < ends.length; e++) {
    const end = ends[e] as number;
    let [own, effect] = [0, 0];
    for (; k < end; k++) {
      const i = order[k] as number;
      own += w(i);
      effect += w(i) * ((gamma[i] as number) - mean);
    }
    if (own === 0) continue;
    // Within a group of equal scores TOC(u) u grows linearly: u TOC(u) = (above + effect (u - before) / own), by the middle of each row.
    const steps = Math.max(1, Math.round(own));
    const width = own / steps;
    for (let s = 0; s < steps; s++) {
      const u = before + width * (s + 0.5);
      const total = above + (effect * (s + 0.5)) / steps;
      autoc += (total / u) * width;
      qini += total * width;
    }
    before += own;
    above += effect;
  }
  return { autoc: autoc / count, qini: qini / (count * count) };
};
