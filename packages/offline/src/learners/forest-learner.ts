import { CausalForest, type ForestOptions } from '../forest/index.ts';
import { take, takeRows } from '../maths/index.ts';
import { requireFitted } from './auto-learner.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';

/**
 * An honest forest of effects for each arm, on residuals of cross-fitted nuisances. It has no interval: what its trees' spread
 * says (`forests`, CausalForest) leaves out how much the leaves smooth, and holds too rarely.
 */
export class ForestLearner implements EffectLearner {
  readonly name = 'forest';
  readonly options: ForestOptions & NuisanceOptions;
  #forests: readonly CausalForest[] = [];
  #d = 0;

  constructor(options: ForestOptions & NuisanceOptions = {}) {
    this.options = options;
  }

  fit(rows: EffectRows, ready?: Nuisances): this {
    checkEffectRows(rows);
    const nuisances = ready ?? crossFitNuisances(rows, this.options);
    const { x, d, group, seed } = rows;
    this.#d = d;
    this.#forests = Array.from({ length: rows.arms - 1 }, (_, k) => {
      const c = contrastOf(rows, nuisances, k + 1);
      const own = c.usable.filter((i) => c.t[i] !== -1);
      return new CausalForest(this.options).fit({
        x: takeRows(x, d, own),
        n: own.length,
        d,
        y: take(c.yResidual, own),
        t: take(c.tResidual, own),
        seed,
        ...(group === undefined ? {} : { group: Array.from(own, (i) => group[i] as string) }),
      });
    });
    return this;
  }

  get forests(): readonly CausalForest[] {
    return this.#forests;
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#forests.length > 0, x, m, this.#d);
    return { effect: this.#forests.map((forest) => forest.predict(x, m).effect), standardError: null };
  }
}
