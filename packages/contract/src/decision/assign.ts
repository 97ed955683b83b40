import { uniformOf } from '../maths/uniform.ts';
import type { Checked } from '../schema.ts';
import { array, integer, number, object, text } from '../schema.ts';

const name = text(40, /^[a-z0-9-]+$/);

/** Who is in what. Arms hold their shares of [0, 1) in order; the rest of people has the arm "rest". */
export const checkExperiment = object({
  salt: text(64),
  version: integer(1, 1_000_000),
  holdout: number(0, 1),
  arms: array(object({ name, share: number(0, 1) }), 16),
});
export type Experiment = Checked<typeof checkExperiment>;

export type Assignment = { readonly holdout: boolean; readonly arms: Record<string, string> };

/**
 * Persistent assignment of a person by a salted, versioned hash: the same for ever, for everyone who computes it.
 * Raising `holdout`, or an arm's share when it is the last, moves people in and never out.
 */
export const assign = (experiment: Experiment, subject: string): Assignment => {
  const { salt, version } = experiment;
  const holdout = uniformOf(salt, version, 'holdout', subject) < experiment.holdout;
  if (experiment.arms.length === 0) return { holdout, arms: {} };
  const u = uniformOf(salt, version, 'arm', subject);
  let sum = 0;
  const arm = experiment.arms.find(({ share }) => {
    sum += share;
    return u < sum;
  });
  return { holdout, arms: { [salt]: arm?.name ?? 'rest' } };
};
