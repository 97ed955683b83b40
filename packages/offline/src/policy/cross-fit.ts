import type { Action } from '@causeway/contract';
import type { Exposures } from '../exposure/exposures.ts';
import { type Anchor, type LinearModels, linearModels } from '../learners/index.ts';
import {
  type ArmMeans,
  allRows,
  correctMeans,
  crossFitScores,
  type Folds,
  groupFolds,
  type OutcomeLearner,
  type Scores,
  subsetExposures,
} from '../nuisance/index.ts';
import { emptyPredictions, type Predictions, predictInto } from './predictions.ts';

export type CrossFitOptions = {
  readonly actions: readonly Action[];
  readonly learner: OutcomeLearner;
  readonly anchor: Anchor;
  readonly seed: number;
  readonly folds?: number;
};

/** Everything that was learned twice: for every row without that row's fold, and once from all rows. */
export type CrossFit = {
  readonly folds: Folds;
  /** Γ of every row by outcome models that did not see its fold. */
  readonly scores: Scores;
  /** τ and c of every row by effect models that did not see its fold, in any way. */
  readonly outOfFold: Predictions;
  /** The effect models of all rows: what is published. */
  readonly models: LinearModels;
  readonly predictions: Predictions;
};

/** Folds inside the training part, for the scores that correct its effect models. */
const INNER_FOLDS = 2;

const spreadRows = (means: ArmMeans, rows: Int32Array, arms: number, into: ArmMeans): void => {
  for (const key of ['reward', 'cost', 'converted'] as const) {
    for (let r = 0; r < rows.length; r++) {
      into[key].set(means[key].subarray(r * arms, (r + 1) * arms), (rows[r] as number) * arms);
    }
  }
};

const noMeans = (size: number): ArmMeans => ({
  reward: new Float64Array(size).fill(NaN),
  cost: new Float64Array(size).fill(NaN),
  converted: new Float64Array(size).fill(NaN),
});

/**
 * The two layers of cross-fitting. For each fold of people: an outcome model on the other folds (it scores this fold), and effect
 * models on the other folds, whose own corrections come from scores cross-fitted inside those. So neither a row's score nor its
 * predicted effect has seen an outcome of its fold.
 */
export const crossFit = (e: Exposures, options: CrossFitOptions): CrossFit => {
  const { actions, learner, anchor, seed } = options;
  const arms = actions.length;
  const folds = groupFolds(e.subject, options.folds ?? 5, seed);
  const outOfFold = emptyPredictions(e.n, arms);
  const means = noMeans(e.n * arms);
  for (let j = 0; j < folds.count; j++) {
    const [test, rows] = [folds.test(j), folds.train(j)];
    const predict = learner.fit(e, rows);
    spreadRows(predict(test), test, arms, means);
    const train = subsetExposures(e, rows);
    const scores = crossFitScores(train, groupFolds(train.subject, INNER_FOLDS, seed + j + 1), learner);
    const models = linearModels({ e: train, rows: allRows(train.n), fitted: predict(rows), scores, anchor });
    predictInto(outOfFold, models, e, actions, test);
  }
  const scores = correctMeans(e, means);
  const all = allRows(e.n);
  const models = linearModels({ e, rows: all, fitted: learner.fit(e, all)(all), scores, anchor });
  const predictions = emptyPredictions(e.n, arms);
  predictInto(predictions, models, e, actions, all);
  return { folds, scores, outOfFold, models, predictions };
};
