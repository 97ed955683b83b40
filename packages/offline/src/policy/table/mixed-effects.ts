import { contrastOf, type EffectRows, type Nuisances } from '../../learners/index.ts';
import { nonNegativeWeights } from '../../maths/index.ts';
import type { EffectPart, LinkScale } from './link-effects.ts';

export type MixedEffects = EffectPart & {
  readonly weights: readonly { readonly name: string; readonly weight: number }[];
};

/**
 * One mixture of parts for all arms: weights of at least 0 that minimise the R-loss Σ v (ỹ - t̃ (s_a + Σ_k b_k τ_ka(x)))² of predictions
 * out of fold, v the inverse of the outcome's variance, with a prior around 1/K as strong as one part's noise. The arms share the
 * weights, for what form effects have is seldom a matter of the arm; s_a is kept by ω²/(ω² + se²).
 */
export const mixEffects = (
  rows: EffectRows,
  nuisances: Nuisances,
  parts: readonly EffectPart[],
  link: LinkScale,
): MixedEffects => {
  const contrasts = Array.from({ length: rows.arms - 1 }, (_, k) => contrastOf(rows, nuisances, k + 1));
  const y: number[] = [];
  const weight: number[] = [];
  const arm: number[] = [];
  const columns = parts.map(() => [] as number[]);
  contrasts.forEach((c, k) => {
    for (const i of c.usable) {
      const t = c.tResidual[i] as number;
      if (c.t[i] === -1 || Math.abs(t) < 1e-3) continue;
      if (!parts.every(({ held }) => Number.isFinite(held[k]?.[i] as number))) continue;
      const mean = (link.base.held[i] as number) * (link.base.heldAmount[i] as number);
      y.push(((rows.y[i] as number) - mean) / t);
      weight.push(((t * t) / (link.variance[i] as number)) * (rows.weight?.[i] ?? 1));
      arm.push(k);
      parts.forEach(({ held }, p) => {
        columns[p]?.push(held[k]?.[i] as number);
      });
    }
  });
  // Arm by arm the level is taken out, so that weights are chosen by what differs between rows and arms' levels by all rows.
  const K = parts.length;
  const weights = nonNegativeWeights({
    columns,
    y,
    weight,
    prior: { mean: 1 / K, precision: K * K },
  });
  const shift = contrasts.map((_, k) => {
    let [top, bottom] = [0, 0];
    for (let r = 0; r < y.length; r++) {
      if (arm[r] !== k) continue;
      const fitted = columns.reduce((s, column, p) => s + (weights[p] as number) * (column[r] as number), 0);
      top += (weight[r] as number) * ((y[r] as number) - fitted);
      bottom += weight[r] as number;
    }
    return { value: top / bottom, noise: 1 / bottom };
  });
  const spread = Math.max(
    0,
    shift.reduce((s, { value, noise }) => s + value * value - noise, 0) / shift.length,
  );
  const kept = shift.map(({ value, noise }) => (value * spread) / (spread + noise || 1));
  const mix = (of: readonly (readonly Float64Array[])[], n: number): Float64Array[] =>
    contrasts.map((_, k) =>
      Float64Array.from({ length: n }, (__, i) =>
        of.reduce((s, own, p) => s + (weights[p] as number) * (own[k]?.[i] as number), kept[k] as number),
      ),
    );
  return {
    name: 'mixed',
    weights: parts.map(({ name }, p) => ({ name, weight: weights[p] as number })),
    held: mix(
      parts.map(({ held }) => held),
      rows.n,
    ),
    predict: (x, m) =>
      mix(
        parts.map((part) => part.predict(x, m)),
        m,
      ),
  };
};
