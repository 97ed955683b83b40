import { NONE } from '@causeway/contract';
import type { ExposureRow } from './exposure-row.ts';

/** How far a logged distribution may be from summing to one. */
export const SUM_TOLERANCE = 1e-9;

/**
 * Why a row cannot be learned from, or null. A propensity that is wrong poisons every estimate that divides by it, so
 * each of these is a refusal, never a repair: a distribution of another length than the action table, a sum that is
 * not one, a probability of the shown action that is zero or differs from the logged propensity, a shown action that
 * was masked, a masked action with mass, an action outside the table, an outcome before the exposure.
 */
export const refuseExposure = ({ record, firstOutcomeAt }: ExposureRow): string | null => {
  const { actions, distribution, action, propensity, masks, at } = record;
  if (distribution.length !== actions.length) {
    return `the distribution has ${distribution.length} entries for ${actions.length} actions`;
  }
  if (actions[0] !== NONE) return `the first action is ${actions[0]}, it must be ${NONE}`;
  const sum = distribution.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE)
    return `the distribution sums to ${sum}, not to 1 within ${SUM_TOLERANCE}`;
  const shown = actions.indexOf(action);
  if (shown < 0) return `the shown action ${action} is not in the record's table`;
  if (!(propensity > 0)) return `the propensity is ${propensity}, it must be above 0`;
  if (distribution[shown] !== propensity) {
    return `the propensity is ${propensity}, the distribution gives ${action} ${distribution[shown]}`;
  }
  if (Object.hasOwn(masks, action)) return `the shown action ${action} was masked (${masks[action]})`;
  const massed = actions.find((id, k) => Object.hasOwn(masks, id) && distribution[k] !== 0);
  if (massed !== undefined)
    return `the masked action ${massed} has probability ${distribution[actions.indexOf(massed)]}`;
  if (firstOutcomeAt !== null && firstOutcomeAt < at) {
    return `an outcome at ${firstOutcomeAt} comes before the exposure at ${at}`;
  }
  return null;
};
