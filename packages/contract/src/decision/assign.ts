import { uniformOf } from '../maths/uniform.ts';
import { stratumText } from '../policy/segment.ts';
import type { Checked } from '../schema.ts';
import { array, integer, number, object, optional, record, text } from '../schema.ts';

export const armName = text(40, /^[a-z0-9-]+$/);
const share = number(0, 1);

/**
 * Who is in what. Arms hold their shares of [0, 1) in order; the rest of people has the arm "rest". An arm may run a policy
 * of its own, by its name in the release; else the release's. `ramp` is the share of people for whom the arms count at all:
 * raising it moves people from "rest" into the arm that was always theirs, and nobody anywhere else. A stratum may have
 * shares of its own.
 */
export const checkExperiment = object({
  salt: text(64),
  version: integer(1, 1_000_000),
  holdout: share,
  arms: array(object({ name: armName, share, policy: optional(armName) }), 16),
  ramp: optional(share),
  strata: optional(
    record(
      stratumText,
      object({
        holdout: optional(share),
        ramp: optional(share),
        /** in the arms' order */
        shares: optional(array(share, 16)),
      }),
      16,
    ),
  ),
});
export type Experiment = Checked<typeof checkExperiment>;

export type Assignment = { readonly holdout: boolean; readonly arms: Record<string, string> };

/** The arm of whoever is in none. */
export const REST = 'rest';

/**
 * Persistent assignment of a person by a salted, versioned hash: the same for ever, for everyone who computes it.
 * Raising `holdout`, `ramp`, or an arm's share when it is the last, moves people in and never out. The hashes do not hold
 * the stratum: someone who changes it keeps her place as far as the shares agree.
 */
export const assign = (experiment: Experiment, subject: string, stratum?: string): Assignment => {
  const { salt, version } = experiment;
  const own = stratum === undefined ? undefined : experiment.strata?.[stratum];
  const holdout = uniformOf(salt, version, 'holdout', subject) < (own?.holdout ?? experiment.holdout);
  if (experiment.arms.length === 0) return { holdout, arms: {} };
  const ramp = own?.ramp ?? experiment.ramp ?? 1;
  if (ramp < 1 && uniformOf(salt, version, 'ramp', subject) >= ramp)
    return { holdout, arms: { [salt]: REST } };
  const u = uniformOf(salt, version, 'arm', subject);
  let sum = 0;
  const arm = experiment.arms.find(({ share: plain }, k) => {
    sum += own?.shares?.[k] ?? plain;
    return u < sum;
  });
  return { holdout, arms: { [salt]: arm?.name ?? REST } };
};
