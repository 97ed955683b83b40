import type { EffectRows, Nuisances } from '../../learners/index.ts';
import { mirror, rowDot } from '../../maths/index.ts';
import { linkBasis } from './link-basis.ts';
import { type EffectPart, effectsBack, type LinkScale } from './link-effects.ts';
import { type Moments, relevanceRegression } from './relevance-regression.ts';

/** Coefficients that the joint regression of all arms may have. */
const MOST_COEFFICIENTS = 420;
/** Multiplications that its sums may take. */
const MOST_WORK = 6e10;

/** Σ w u uᵀ and Σ w u r over rows, u_i = ((1{A=a} - μ_a) z_i) for the arms a = 1, 2, ... */
const addMoments = (
  rows: EffectRows,
  nuisances: Nuisances,
  link: LinkScale,
  z: Float64Array,
  p: number,
): Moments[] => {
  const { arms, action } = rows;
  const q = (arms - 1) * p;
  return Array.from({ length: nuisances.folds.count }, (_, j) => {
    const gram = new Float64Array(q * q);
    const right = new Float64Array(q);
    for (const i of nuisances.folds.test(j)) {
      const w = link.weight[i] as number;
      const r = link.residual[i] as number;
      for (let a = 1; a < arms; a++) {
        const ua = (action[i] === a ? 1 : 0) - (nuisances.propensities[i * arms + a] as number);
        const rowA = (a - 1) * p;
        for (let k = 0; k < p; k++) {
          const wu = w * ua * (z[i * p + k] as number);
          right[rowA + k] = (right[rowA + k] as number) + wu * r;
          if (wu === 0) continue;
          const at = (rowA + k) * q;
          for (let b = 1; b <= a; b++) {
            const ub = (action[i] === b ? 1 : 0) - (nuisances.propensities[i * arms + b] as number);
            const s = wu * ub;
            const to = at + (b - 1) * p;
            const last = b === a ? k : p - 1;
            for (let l = 0; l <= last; l++)
              gram[to + l] = (gram[to + l] as number) + s * (z[i * p + l] as number);
          }
        }
      }
    }
    return { gram: mirror(gram, q), right };
  });
};

/** Of the folds that fold `without` may learn from: the others, or in folds of time those before it. */
const sumMoments = (all: readonly Moments[], without: number, inTime: boolean): Moments => {
  const used = all.filter((_, j) => (inTime && without >= 0 ? j < without : j !== without));
  const add = (pick: (m: Moments) => Float64Array): Float64Array => {
    const out = new Float64Array(pick(all[0] as Moments).length);
    for (const m of used) pick(m).forEach((v, k) => (out[k] = (out[k] as number) + v));
    return out;
  };
  return { gram: add((m) => m.gram), right: add((m) => m.right) };
};

export type RelevancePart = EffectPart & {
  /** Features by how much the arms' effects differ along them, the first the most. */
  readonly order: readonly number[];
};

/**
 * Effects of all arms at once by the R-loss on the link's scale (A8 with the outcome's own noise):
 *   min Σ w (r - Σ_a (1{A=a} - μ_a(x)) z(x)ᵀβ_a)² + Σ_g α_g |β_g|²,
 * r and w of `linkScale`, z the columns of `linkBasis`; the coefficients of a column in all arms are one group, whose α_g
 * the data choose (`relevanceRegression`). Everything is in sums over rows: its cost is one pass, n ((A - 1) p)² / 2.
 */
export const relevancePart = (
  name: string,
  rows: EffectRows,
  nuisances: Nuisances,
  link: LinkScale,
  form: 'narrow' | 'wide',
  paired: readonly number[] = [],
): RelevancePart | null => {
  const { x, n, d, arms } = rows;
  const basis = linkBasis(x, n, d, form, paired);
  const { p } = basis;
  const inTime = rows.at !== undefined;
  const q = (arms - 1) * p;
  if (q > MOST_COEFFICIENTS || q === 0 || n * q * q > MOST_WORK) return null;
  const z = basis.apply(x, n);
  const parts = addMoments(rows, nuisances, link, z, p);
  const group = Int32Array.from({ length: q }, (_, k) => k % p);
  const byArm = (mean: Float64Array) =>
    Array.from({ length: arms - 1 }, (_, a) => mean.slice(a * p, (a + 1) * p));
  const all = relevanceRegression(sumMoments(parts, -1, inTime), q, group, p);
  // A fold's models start from the relevance that all rows gave, and go two rounds from there by their own.
  const learn = (without: number) =>
    byArm(relevanceRegression(sumMoments(parts, without, inTime), q, group, p, all.relevance).mean);
  const tell = (b: readonly Float64Array[], of: Float64Array, m: number): Float64Array[] =>
    b.map((own) => Float64Array.from({ length: m }, (_, i) => rowDot(of, i, p, own)));
  const h = Array.from({ length: arms - 1 }, () => new Float64Array(n).fill(Number.NaN));
  for (let j = 0; j < parts.length; j++) {
    const b = learn(j);
    for (const i of nuisances.folds.test(j))
      b.forEach((own, a) => ((h[a] as Float64Array)[i] = rowDot(z, i, p, own)));
  }
  const whole = byArm(all.mean);
  const strength = Array.from({ length: d }, (_, k) =>
    whole.reduce((s, own) => s + (own[k + 1] ?? 0) ** 2, 0),
  );
  return {
    name,
    held: effectsBack(link, h, link.base.held, link.base.heldAmount),
    predict: (of, m) =>
      effectsBack(
        link,
        tell(whole, basis.apply(of, m), m),
        link.base.predict(of, m),
        link.base.amount(of, m),
      ),
    order: Array.from({ length: d }, (_, k) => k).sort(
      (a, b) => (strength[b] as number) - (strength[a] as number),
    ),
  };
};
