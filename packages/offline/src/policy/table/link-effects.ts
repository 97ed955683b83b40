import { sigmoid } from '@causeway/contract';
import {
  type Contrast,
  crossFitStage,
  type EffectRows,
  type Nuisances,
  rStage,
} from '../../learners/index.ts';
import type { Prediction, Regressor } from '../../nuisance/index.ts';
import { EDGE, logit, type OutcomeScale } from './outcome-scale.ts';
import { firstOutcome, type PooledBase } from './pooled-base.ts';

/** A way to tell every arm's effect against arm 0: of the rows it was fitted on by models that did not see them, and of any others. */
export type EffectPart = {
  readonly name: string;
  /** A - 1 arrays of n */
  readonly held: readonly Float64Array[];
  readonly predict: (x: Float64Array, m: number) => Float64Array[];
};

/** The pooled base on the link's scale: residuals r and weights w with w r² of mean one where no arm does anything. */
export type LinkScale = {
  readonly scale: OutcomeScale;
  readonly base: PooledBase;
  readonly residual: Float64Array;
  readonly weight: Float64Array;
  /** variance of the outcome given x: what a row's word counts for */
  readonly variance: Float64Array;
  /** of each arm among the rows */
  readonly shares: Float64Array;
};

/**
 * For 0 and 1 (or nothing and something): r = (y - p)/(p (1 - p)), w = p (1 - p), one step of Fisher scoring from the pooled base p. For any other
 * outcome: r = y - p, w = 1/σ², σ² the mean square of r.
 */
export const linkScale = (rows: EffectRows, base: PooledBase, scale: OutcomeScale): LinkScale => {
  const { y, n, action, arms } = rows;
  const first = firstOutcome(scale, y);
  const shares = new Float64Array(arms);
  for (const a of action) shares[a] = (shares[a] as number) + 1 / n;
  const gap = first.map((v, i) => v - (base.held[i] as number));
  const own = (i: number): number => rows.weight?.[i] ?? 1;
  if (scale === 'plain') {
    const square = gap.reduce((s, v) => s + v * v, 0) / n || 1;
    const variance = new Float64Array(n).fill(square);
    return { scale, base, residual: gap, weight: variance.map((v, i) => own(i) / v), variance, shares };
  }
  const spread = base.held.map((v) => Math.min(1 - EDGE, Math.max(EDGE, v))).map((v) => v * (1 - v));
  let [squares, count] = [0, 0];
  if (scale === 'hurdle')
    for (let i = 0; i < n; i++) {
      if (!((y[i] as number) > 0)) continue;
      squares += ((y[i] as number) / (base.heldAmount[i] as number) - 1) ** 2;
      count++;
    }
  const extra = count > 0 ? squares / count : 0;
  return {
    scale,
    base,
    residual: gap.map((v, i) => v / (spread[i] as number)),
    weight: spread.map((v, i) => v * own(i)),
    // Var(Y | x) = m² (p (1 - p) + p cv²).
    variance: spread.map(
      (v, i) => (base.heldAmount[i] as number) ** 2 * (v + extra * Math.max(EDGE, base.held[i] as number)),
    ),
    shares,
  };
};

/** The contrast of one arm on the link's scale, as the R-loss reads it. */
export const linkContrast = (c: Contrast, link: LinkScale): Contrast => ({
  ...c,
  rows: { ...c.rows, weight: link.weight },
  yResidual: link.residual,
});

/**
 * Effects in the outcome's units from effects h_a on the link's scale: E(Y(a) | x) = σ(b₀ + h_a) m(x) ρ_a with b₀ = logit of the pooled base -
 * Σ_a share_a h_a; for a plain outcome h_a itself.
 */
export const effectsBack = (
  { scale, base, shares }: LinkScale,
  h: readonly Float64Array[],
  p: Float64Array,
  amount: Float64Array,
): Float64Array[] => {
  if (scale === 'plain') return h.map((own) => own.slice());
  const none = p.map(
    (v, i) => logit(v) - h.reduce((s, own, k) => s + (shares[k + 1] as number) * (own[i] as number), 0),
  );
  return h.map((own, k) =>
    own.map((v, i) => {
      const b = none[i] as number;
      const [on, off] = [sigmoid(b + v), sigmoid(b)];
      return (amount[i] as number) * (on * (base.ratio[k + 1] as number) - off * (base.ratio[0] as number));
    }),
  );
};

/**
 * Effects by the R-loss on the link's scale, arm by arm, with any regressor: what is rare varies little on this scale where it varies much
 * in probability, so that few orders tell a few numbers and not a surface.
 */
export const linkPart = (
  name: string,
  contrasts: readonly Contrast[],
  nuisances: Nuisances,
  link: LinkScale,
  regressor: Regressor,
): EffectPart => {
  const own = contrasts.map((c) => linkContrast(c, link));
  const held = own.map((c) => crossFitStage(c, nuisances.folds, (seen) => rStage(c, seen, regressor)).held);
  let wholes: Prediction[] | undefined;
  return {
    name,
    held: effectsBack(link, held, link.base.held, link.base.heldAmount),
    predict: (x, m) => {
      wholes ??= own.map((c) => rStage(c, c.usable, regressor));
      return effectsBack(
        link,
        wholes.map((predict) => predict(x, m)),
        link.base.predict(x, m),
        link.base.amount(x, m),
      );
    },
  };
};
