import { CausalForest } from '../forest/index.ts';
import { take, takeRows } from '../maths/index.ts';
import {
  boostRegressor,
  isBinary,
  logisticRegressor,
  type Prediction,
  type Regressor,
  ridgeRegressor,
  weightedRidgeRegressor,
} from '../nuisance/index.ts';
import type { Contrast } from './contrast.ts';
import type { Nuisances } from './cross-fit-nuisances.ts';
import { crossFitStage } from './cross-fit-stage.ts';
import { hierarchicalLogistic } from './hierarchical-logistic.ts';
import { drStage, type LastStage, rStage, sStage, tStage } from './last-stage.ts';

/** One learner of the automatic mixture. */
export type AutoPart = {
  readonly name: string;
  /** Its weight before the data speak: more for what varies little where effects are small beside the noise. */
  readonly lean: number;
  /** Effects of the rows fitted on, by models that did not see them. */
  readonly held: Float64Array;
  readonly whole: () => Prediction;
};

/** Few leaves and few steps: effects are small beside the noise of one row, and a deep tree would follow that. */
const shallow = boostRegressor({
  loss: 'squared',
  trees: 60,
  learningRate: 0.05,
  maxLeaves: 3,
  rowShare: 0.7,
});

const forestPart = (c: Contrast, name: string, lean: number, leastRows: number): AutoPart => {
  const { x, d, n, group, seed } = c.rows;
  const own = c.usable.filter((i) => c.t[i] !== -1);
  const forest = new CausalForest({ trees: 200, leastRows, columns: Math.ceil(d / 2) }).fit({
    x: takeRows(x, d, own),
    n: own.length,
    d,
    y: take(c.yResidual, own),
    t: take(c.tResidual, own),
    seed,
    ...(group === undefined ? {} : { group: Array.from(own, (i) => group[i] as string) }),
  });
  const predict: Prediction = (of, m) => forest.predict(of, m).effect;
  const held = predict(x, n);
  forest
    .predictOutOfBag(takeRows(x, d, own), own.length)
    .effect.forEach((v, k) => (held[own[k] as number] = v));
  return { name, lean, held, whole: () => predict };
};

export const difference =
  (one: Prediction, none: Prediction): Prediction =>
  (x, m) => {
    const base = none(x, m);
    return one(x, m).map((v, i) => v - (base[i] as number));
  };

/**
 * How much to lean on what, where outcomes are 0 and 1 (and a logistic regression with one penalised departure can be fitted), and
 * elsewhere. Chosen on simulated trials with effects of several shapes and on one real campaign
 * (docs/results/effects.md says which).
 */
const LEANS = {
  withLogistic: { logistic: 0.4, forest: 0.4, boost: 0.2, linear: 0 },
  without: { logistic: 0, forest: 0.7, boost: 0.15, linear: 0.15 },
};

/**
 * What the automatic learner mixes: sturdy parts, an honest forest whose leaves hold a twentieth of the rows, a hierarchical logistic
 * regression where outcomes are 0 and 1, a linear R-learner and an S-learner of small trees; and parts that follow more, and more
 * noise with it.
 */
export const autoParts = (c: Contrast, nuisances: Nuisances): AutoPart[] => {
  const [one, none] = [nuisances.outcome[c.arm] as Prediction, nuisances.outcome[0] as Prediction];
  const stage = (name: string, lean: number, last: LastStage, base: Regressor): AutoPart => ({
    name,
    lean,
    held: crossFitStage(c, nuisances.folds, (seen) => last(c, seen, base)).held,
    whole: () => last(c, c.usable, base),
  });
  const rows = c.usable.reduce((sum, i) => sum + (c.t[i] === -1 ? 0 : 1), 0);
  const logistic = hierarchicalLogistic(c, nuisances);
  const lean = logistic === null ? LEANS.without : LEANS.withLogistic;
  const parts = [
    stage('r-linear', lean.linear, rStage, weightedRidgeRegressor),
    stage('s-boost', lean.boost, sStage, boostRegressor({ maxLeaves: 4 })),
    stage('r-boost', 0, rStage, shallow),
    stage('dr-linear', 0, drStage, weightedRidgeRegressor),
    stage('t-linear', 0, tStage, isBinary(c.rows.y) ? logisticRegressor : ridgeRegressor),
    {
      name: 't',
      lean: 0,
      held: Float64Array.from(c.m1, (v, i) => v - (c.m0[i] as number)),
      whole: () => difference(one, none),
    },
  ];
  if (c.rows.d === 0) return parts;
  return [
    ...parts,
    ...(logistic === null
      ? []
      : [
          {
            name: 'hierarchical logistic',
            lean: lean.logistic,
            held: logistic.held,
            whole: () => logistic.whole,
          },
        ]),
    forestPart(c, 'forest', lean.forest, Math.max(10, Math.round(rows / 20))),
    forestPart(c, 'fine forest', 0, Math.max(10, Math.min(200, Math.round(rows / 150)))),
  ];
};
