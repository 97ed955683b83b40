import { Fault } from '@causeway/contract';
import { type AutoFit, autoContrast } from './auto-contrast.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';

/** The default: every arm's effect by a mixture of learners that cross-validation weighs (see autoContrast). */
export class AutoLearner implements EffectLearner {
  readonly name = 'auto';
  readonly options: NuisanceOptions;
  #fits: readonly AutoFit[] = [];
  #d = 0;

  constructor(options: NuisanceOptions = {}) {
    this.options = options;
  }

  fit(rows: EffectRows, ready?: Nuisances): this {
    checkEffectRows(rows);
    const nuisances = ready ?? crossFitNuisances(rows, this.options);
    this.#d = rows.d;
    this.#fits = Array.from({ length: rows.arms - 1 }, (_, k) =>
      autoContrast(contrastOf(rows, nuisances, k + 1), nuisances),
    );
    return this;
  }

  /** By arm: the parts of its mixture and their weights. */
  get parts(): readonly AutoFit['parts'][] {
    return this.#fits.map(({ parts }) => parts);
  }

  /** By arm: effects of the rows fitted on, by models that did not see them. */
  get outOfFold(): readonly Float64Array[] {
    return this.#fits.map(({ outOfFold }) => outOfFold);
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#fits.length > 0, x, m, this.#d);
    const made = this.#fits.map((fit) => fit.predict(x, m));
    return {
      effect: made.map(({ effect }) => effect),
      standardError: made.map(({ standardError }) => standardError),
    };
  }
}

/** Throws `bad-input` before `fit` or for rows of another width. */
export const requireFitted = (fitted: boolean, x: Float64Array, m: number, d: number): void => {
  if (!fitted) throw new Fault('bad-input', 'effects', 'fit comes before predict');
  if (x.length !== m * d)
    throw new Fault('bad-input', 'effects', `got ${x.length} numbers, ${m} rows of ${d} columns are needed`);
};
