import { makeRandom, nonNegativeWeights, take } from '../maths/index.ts';
import { autoParts } from './auto-parts.ts';
import type { Contrast } from './contrast.ts';
import type { Nuisances } from './cross-fit-nuisances.ts';
import { effectSurface } from './effect-surface.ts';

/** What a part of the mixture was given: its weight by cross-validated R-loss. */
export type AutoWeight = { readonly name: string; readonly weight: number };

export type AutoFit = {
  readonly parts: readonly AutoWeight[];
  readonly predict: (x: Float64Array, m: number) => { effect: Float64Array; standardError: Float64Array };
  /** Of the rows fitted on, by models that did not see them; NaN for rows of no fold. */
  readonly outOfFold: Float64Array;
};

/** Precision of the prior of the weights, in variances of one row's residual outcome. */
const PRIOR = 72;
/** Rows that judge the parts, at most. */
const MOST_JUDGES = 200_000;
/** Weights under this leave a part out. */
const LEAST_WEIGHT = 1e-4;

const sample = (rows: Int32Array, most: number, seed: number): Int32Array =>
  rows.length <= most
    ? rows
    : Int32Array.from(makeRandom(seed).permutation(rows.length).subarray(0, most), (k) => rows[k] as number);

/**
 * The automatic learner of one contrast: parts mixed with weights b_k >= 0 that minimise the R-loss Σ (ỹ - t̃ (a + Σ_k b_k τ_k(x)))² of
 * predictions out of fold. Each b_k has a normal prior around how much the mixture leans on the part, as strong as the noise of ỹ
 * says: where data cannot tell the parts apart, the sturdy ones share. The standard error is that of the effect
 * surface (see effectSurface).
 */
export const autoContrast = (c: Contrast, nuisances: Nuisances): AutoFit => {
  const { n } = c.rows;
  const parts = autoParts(c, nuisances);
  const judged = c.usable.filter(
    (i) => c.t[i] !== -1 && parts.every(({ held }) => Number.isFinite(held[i] as number)),
  );
  const rows = sample(judged, MOST_JUDGES, c.rows.seed);
  const tRes = take(c.tResidual, rows);
  const yRes = take(c.yResidual, rows);
  const noise = yRes.reduce((sum, v) => sum + v * v, 0) / rows.length;
  // In units of the treatment's residual: ỹ ≈ t̃ a + Σ b_k t̃ τ_k; weights t̃² with targets ỹ/t̃ are the same least squares.
  const weights = nonNegativeWeights({
    columns: parts.map(({ held }) => take(held, rows)),
    y: yRes.map((v, i) => (Math.abs(tRes[i] as number) < 1e-3 ? 0 : v / (tRes[i] as number))),
    weight: tRes.map((v, i) => (Math.abs(v) < 1e-3 ? 0 : v * v * (c.rows.weight?.[rows[i] as number] ?? 1))),
    intercept: true,
    prior: { mean: parts.map(({ lean }) => lean), precision: PRIOR * noise },
  });
  const mixed = (i: number): number =>
    parts.reduce((sum, { held }, p) => sum + (weights[p] as number) * (held[i] as number), 0);
  let [top, bottom] = [0, 0];
  for (const i of rows) {
    const w = c.rows.weight?.[i] ?? 1;
    const ti = c.tResidual[i] as number;
    top += w * ti * ((c.yResidual[i] as number) - ti * mixed(i));
    bottom += w * ti * ti;
  }
  const shift = bottom > 0 ? top / bottom : 0;
  const wholes = parts.map((part, p) => ((weights[p] as number) > LEAST_WEIGHT ? part.whole() : null));
  const surface = effectSurface(c, c.usable);
  return {
    parts: parts.map(({ name }, p) => ({ name, weight: weights[p] as number })),
    outOfFold: Float64Array.from({ length: n }, (_, i) => shift + mixed(i)),
    predict: (x, m) => {
      const effect = new Float64Array(m).fill(shift);
      wholes.forEach((predict, p) =>
        predict?.(x, m).forEach((v, i) => (effect[i] = (effect[i] as number) + (weights[p] as number) * v)),
      );
      return { effect, standardError: surface(x, m).standardError };
    },
  };
};
