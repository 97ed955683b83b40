import { take } from '../maths/index.ts';
import { fitStandard } from '../nuisance/index.ts';
import { requireFitted } from './auto-learner.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { debiasedLasso } from './debiased-lasso.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';
import { type EffectLine, lineEffects } from './line-effects.ts';

type SparseLine = EffectLine & { readonly chosen: readonly number[]; readonly penalty: number };

/**
 * τ_a(x) = β_aᵀ (1, x) for many columns (A9): a lasso of the doubly robust scores on the columns, freed of its shrinkage, so that the
 * interval by row is around what it tells. Holds where effects are linear, and with fewer than three rows a column where few columns
 * matter; there least squares has no interval at all.
 */
export class LassoLearner implements EffectLearner {
  readonly name = 'lasso';
  readonly options: NuisanceOptions;
  #lines: readonly SparseLine[] = [];
  #d = 0;

  constructor(options: NuisanceOptions = {}) {
    this.options = options;
  }

  fit(rows: EffectRows, ready?: Nuisances): this {
    checkEffectRows(rows);
    const nuisances = ready ?? crossFitNuisances(rows, this.options);
    const { d, seed } = rows;
    this.#d = d;
    this.#lines = Array.from({ length: rows.arms - 1 }, (_, k) => {
      const c = contrastOf(rows, nuisances, k + 1);
      const own = c.usable;
      const standard = fitStandard(rows.x, d, own);
      const group = Array.from(own, (i) => rows.group?.[i] ?? String(i));
      const { sparse, coefficients, covariance, penalty } = debiasedLasso({
        x: standard.apply(rows.x, d, own),
        n: own.length,
        p: standard.p,
        y: take(c.psi, own),
        ...(rows.weight === undefined ? {} : { weight: take(rows.weight, own) }),
        group,
        seed,
      });
      const chosen = standard.kept.filter((_, j) => sparse[j + 1] !== 0);
      return { standard, b: coefficients, covariance, chosen, penalty };
    });
    return this;
  }

  /** By arm: the columns that the lasso keeps. */
  get chosen(): readonly (readonly number[])[] {
    return this.#lines.map(({ chosen }) => chosen);
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#lines.length > 0, x, m, this.#d);
    return lineEffects(this.#lines, x, m, this.#d);
  }
}
