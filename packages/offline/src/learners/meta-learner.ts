import {
  boostRegressor,
  type Prediction,
  type Regressor,
  stackedRegressor,
  weightedRidgeRegressor,
} from '../nuisance/index.ts';
import { requireFitted } from './auto-learner.ts';
import { difference } from './auto-parts.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { checkEffectRows, type EffectLearner, type EffectRows, type EffectTable } from './effect-rows.ts';
import { classStage, drStage, type LastStage, rStage, sStage, xStage } from './last-stage.ts';

export type MetaName = 's' | 't' | 'x' | 'r' | 'dr' | 'class';

export type MetaOptions = NuisanceOptions & {
  /** What the last stage regresses with: 'boost' (default), 'linear', or one of your own. */
  readonly base?: 'boost' | 'linear' | Regressor;
};

const STAGES: Record<Exclude<MetaName, 't'>, LastStage> = {
  s: sStage,
  x: xStage,
  r: rStage,
  dr: drStage,
  class: classStage,
};

const baseOf = (name: MetaName, base: MetaOptions['base']): Regressor => {
  if (typeof base === 'object') return base;
  if (base === 'linear') return weightedRidgeRegressor;
  if (name === 's') return stackedRegressor([boostRegressor(), weightedRidgeRegressor]);
  return boostRegressor({ loss: 'squared', trees: 60, learningRate: 0.05, maxLeaves: 5, rowShare: 0.7 });
};

/**
 * An S, T, X, R or DR learner, or the class transformation, for any number of arms. It has no interval: the spread of its folds'
 * models leaves out what a base too simple for the truth does, and holds too rarely.
 */
export class MetaLearner implements EffectLearner {
  readonly name: MetaName;
  readonly options: MetaOptions;
  #fits: readonly Prediction[] = [];
  #d = 0;

  constructor(name: MetaName, options: MetaOptions = {}) {
    this.name = name;
    this.options = options;
  }

  fit(rows: EffectRows, ready?: Nuisances): this {
    checkEffectRows(rows);
    const nuisances = ready ?? crossFitNuisances(rows, this.options);
    this.#d = rows.d;
    this.#fits = Array.from({ length: rows.arms - 1 }, (_, k) => {
      const arm = k + 1;
      if (this.name === 't')
        return difference(nuisances.outcome[arm] as Prediction, nuisances.outcome[0] as Prediction);
      const c = contrastOf(rows, nuisances, arm);
      return STAGES[this.name](c, c.usable, baseOf(this.name, this.options.base));
    });
    return this;
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#fits.length > 0, x, m, this.#d);
    return { effect: this.#fits.map((whole) => whole(x, m)), standardError: null };
  }
}
