import { crossFitNuisances, type EffectRows, type Nuisances } from '../../learners/index.ts';
import { logisticRegressor, meanRegressor } from '../../nuisance/index.ts';

const FOLDS = 5;

/**
 * Folds and the logged probabilities of all arms, n x A: those of the arms got as given, where they are; those of the others are estimated
 * by logistic regression on other people's rows and share what the arm got leaves.
 */
export const studyNuisances = (rows: EffectRows): Nuisances => {
  const { propensity, ...plain } = rows;
  const people = rows.group === undefined ? rows.n : new Set(rows.group).size;
  const made = crossFitNuisances(plain, {
    outcome: meanRegressor,
    propensity: logisticRegressor,
    folds: Math.min(FOLDS, people),
  });
  if (propensity === undefined) return made;
  const { n, arms, action } = rows;
  const propensities = made.propensities.slice();
  for (let i = 0; i < n; i++) {
    const got = action[i] as number;
    const own = propensity[i] as number;
    const left = 1 - (propensities[i * arms + got] as number);
    for (let a = 0; a < arms; a++) {
      const at = i * arms + a;
      propensities[at] = a === got ? own : ((propensities[at] as number) * (1 - own)) / Math.max(1e-9, left);
    }
  }
  return { ...made, propensities, known: true };
};
