import { Fault, sigmoid } from '@causeway/contract';
import type { EffectRows, Nuisances } from '../../learners/index.ts';
import { rowDot, take } from '../../maths/index.ts';
import { allRows, evidentFit, type HierarchicalFit, hierarchicalFit } from '../../nuisance/index.ts';
import type { EffectPart, LinkScale } from './link-effects.ts';
import { firstOutcome } from './pooled-base.ts';

const MOST_COLUMNS = 60;

/**
 * Effects by one logistic regression with a base for all arms and a penalised departure for each, the precision of the departures by the
 * evidence (A9, hierarchical): E(Y(a) | x) = σ(zᵀ(b + g_a)) m(x) ρ_a. The form that dense, even effects on the log-odds have.
 */
const hierarchicalEffects = (rows: EffectRows, nuisances: Nuisances, link: LinkScale): EffectPart | null => {
  const { x, d, n, arms, action } = rows;
  if (link.scale === 'plain' || d > MOST_COLUMNS) return null;
  const first = firstOutcome(link.scale, rows.y);
  const table = { x, d, arm: action, arms, y: first };
  const tell = (
    { standard, fit }: HierarchicalFit,
    of: Float64Array,
    chosen: Int32Array,
    amount: Float64Array,
  ) => {
    const z = standard.apply(of, d, chosen);
    const meanOf = (a: number): Float64Array => {
      const own = fit.base.map((v, k) => v + (a === 0 ? 0 : ((fit.arm[a] as Float64Array)[k] as number)));
      const ratio = link.base.ratio[a] as number;
      return amount.map((m, i) => sigmoid(rowDot(z, i, standard.p, own)) * m * ratio);
    };
    const none = meanOf(0);
    return Array.from({ length: arms - 1 }, (_, k) => meanOf(k + 1).map((v, i) => v - (none[i] as number)));
  };
  const everyone = allRows(n);
  const best = evidentFit(table, everyone);
  const held = Array.from({ length: arms - 1 }, () => new Float64Array(n).fill(Number.NaN));
  for (let j = 0; j < nuisances.folds.count; j++) {
    const test = nuisances.folds.test(j);
    const own = hierarchicalFit(table, nuisances.folds.train(j), best.slope, best.whole);
    tell(own, x, test, take(link.base.heldAmount, test)).forEach((effect, k) => {
      test.forEach((i, r) => ((held[k] as Float64Array)[i] = effect[r] as number));
    });
  }
  return {
    name: 'hierarchical logistic',
    held,
    predict: (of, m) => tell(best.whole, of, allRows(m), link.base.amount(of, m)),
  };
};

/** The same, or null: for outcomes of another kind, for more columns than it is meant for, or where its fits do not converge. */
export const hierarchicalPart = (
  rows: EffectRows,
  nuisances: Nuisances,
  link: LinkScale,
): EffectPart | null => {
  try {
    return hierarchicalEffects(rows, nuisances, link);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
};
