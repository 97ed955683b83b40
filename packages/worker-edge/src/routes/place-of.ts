import type { Profile, Release } from '@causeway/contract';
import { assign, Fault, REST } from '@causeway/contract';
import type { Asker } from './who-asks.ts';

/** The arm that stands for the holdout when a tester asks for it. */
const HOLDOUT = 'holdout';

type Place = Pick<Profile, 'holdout' | 'arms' | 'stratum' | 'override'>;

/**
 * Where a person stands in the live experiment: by her hash, or, for a tester whom the shop's server sends, where it
 * says; that is marked and nothing learns from it. Throws `bad-field` for an arm that the experiment does not hold.
 */
export const placeOf = ({ experiment }: Release, { subject, stratum, override }: Asker): Place => {
  const group = stratum === undefined ? {} : { stratum };
  if (override === undefined) return { ...assign(experiment, subject, stratum), ...group };
  const names = [HOLDOUT, REST, ...experiment.arms.map(({ name }) => name)];
  if (!names.includes(override))
    throw new Fault(
      'bad-field',
      'subject.override',
      `got ${override}, allowed is one of ${names.join(', ')}`,
    );
  const holdout = override === HOLDOUT;
  return { holdout, arms: { [experiment.salt]: holdout ? REST : override }, ...group, override: true };
};
