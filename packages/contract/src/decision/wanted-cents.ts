import { faceCents } from '../policy/action.ts';
import { type ConsiderInput, eligibilityOf } from './decide.ts';
import { maskOf } from './eligibility.ts';

/** The largest face that could be drawn here if money were no object, in cents; 0 when no incentive could. */
export const wantedCents = (input: Omit<ConsiderInput, 'spendableCents'>): number => {
  const { actions } = input.models;
  const given = eligibilityOf({ ...input, spendableCents: Infinity });
  let most = 0;
  for (const action of actions)
    if (action.kind === 'incentive' && maskOf(action, given) === null)
      most = Math.max(most, faceCents(action, given.cartCents));
  return most;
};
