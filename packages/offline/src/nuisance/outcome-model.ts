import { Fault } from '@causeway/contract';
import { boostCountRegressor, isCount, poissonRegressor } from './count-regressor.ts';
import { boostHurdleRegressor, hurdleRegressor } from './hurdle-regressor.ts';
import { netRegressor } from './net-regressor.ts';
import type { Regressor } from './regressor.ts';
import { boostRegressor, isBinary, logisticRegressor } from './regressors.ts';
import { stackedRegressor } from './stacked-regressor.ts';
import { weightedRidgeRegressor } from './weighted-ridge.ts';

export const OUTCOME_MODELS = ['auto', 'linear', 'boost', 'net', 'count', 'hurdle'] as const;
export type OutcomeModelName = (typeof OUTCOME_MODELS)[number];

/** Throws `bad-input` where an outcome is below 0. */
const requireAmounts = (name: OutcomeModelName, y: ArrayLike<number>): void => {
  for (let i = 0; i < y.length; i++)
    if (!((y[i] as number) >= 0))
      throw new Fault(
        'bad-input',
        `outcome model ${name}, row ${i + 1}`,
        `got an outcome of ${y[i]}, allowed is a number of at least 0`,
      );
};

/**
 * The model of E(y | x) by its name: `auto` mixes what suits the outcomes; `linear` is logistic for 0 and 1, else ridge; `boost` is on
 * the scale of the log for counts; `count` mixes Poisson regression and such trees; `hurdle` mixes lines and trees of any and of how much.
 */
export const outcomeModel = (name: OutcomeModelName, y: ArrayLike<number>): Regressor => {
  if (name === 'auto') return stackedRegressor();
  if (name === 'linear') return isBinary(y) ? logisticRegressor : weightedRidgeRegressor;
  if (name === 'boost') return isCount(y) ? boostCountRegressor : boostRegressor();
  if (name === 'net') return netRegressor();
  requireAmounts(name, y);
  return stackedRegressor(
    name === 'count' ? [poissonRegressor, boostCountRegressor] : [hurdleRegressor(), boostHurdleRegressor],
  );
};
