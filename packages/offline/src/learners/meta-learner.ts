import {
  boostRegressor,
  type Prediction,
  type Regressor,
  stackedRegressor,
  weightedRidgeRegressor,
} from '../nuisance/index.ts';
import { difference } from './auto-contrast.ts';
import { requireFitted } from './auto-learner.ts';
import { contrastOf } from './contrast.ts';
import { crossFitNuisances, type NuisanceOptions, type Nuisances } from './cross-fit-nuisances.ts';
import { crossFitStage } from './cross-fit-stage.ts';
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

type Fit = { readonly whole: Prediction; readonly folds: readonly Prediction[] };

/**
 * An S, T, X, R or DR learner, or the class transformation, for any number of arms. The standard error is the delete-a-group
 * jackknife of the folds' models: the noise of the fit, not what a base too simple for the truth leaves out.
 */
export class MetaLearner implements EffectLearner {
  readonly name: MetaName;
  readonly options: MetaOptions;
  #fits: readonly Fit[] = [];
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
      if (this.name === 't') {
        const pair = (own: readonly Prediction[]) => difference(own[arm] as Prediction, own[0] as Prediction);
        return { whole: pair(nuisances.outcome), folds: nuisances.foldOutcome.map(pair) };
      }
      const c = contrastOf(rows, nuisances, arm);
      const stage = STAGES[this.name];
      const base = baseOf(this.name, this.options.base);
      return { whole: stage(c, c.usable, base), folds: crossFitStage(c, nuisances.folds, stage, base).folds };
    });
    return this;
  }

  predict(x: Float64Array, m: number): EffectTable {
    requireFitted(this.#fits.length > 0, x, m, this.#d);
    const effect = this.#fits.map(({ whole }) => whole(x, m));
    const standardError = this.#fits.map(({ folds }) =>
      jackknife(
        folds.map((fold) => fold(x, m)),
        m,
      ),
    );
    return { effect, standardError };
  }
}

/** sqrt((K - 1)/K Σ_j (τ_j - τ̄)²) of K models, each without one group. */
const jackknife = (folds: readonly Float64Array[], m: number): Float64Array =>
  Float64Array.from({ length: m }, (_, i) => {
    const mean = folds.reduce((sum, own) => sum + (own[i] as number), 0) / folds.length;
    const squares = folds.reduce((sum, own) => sum + ((own[i] as number) - mean) ** 2, 0);
    return Math.sqrt((squares * (folds.length - 1)) / folds.length);
  });
