import {
  Fault,
  type PolicyModel,
  pageModelDigest,
  parseRelease,
  type Release,
  releaseDigest,
} from '@causeway/contract';

/** The name of the candidate's policy, and of its arm, in every release of the path. */
export const CANDIDATE = 'candidate';

/** The shadow, or a share of people; 1 is the candidate itself. */
export type PathStep = { readonly name: 'shadow' } | { readonly name: 'ramp'; readonly share: number };

export const stepName = (step: PathStep): string =>
  step.name === 'shadow' ? 'shadow' : `${100 * step.share} %`;

/**
 * The release of a step: page, actions, rules and budget of the candidate; the incumbent's policy for everyone, the candidate's in shadow or for the people of
 * the ramp (who stay in it when it grows). `incumbent` is the incumbent's policy on the candidate's features: the same one where the page model and the
 * lineage did not change, else what `carryPolicy` made of it. Throws `bad-release` when the candidate runs an experiment of its own.
 */
export const composeStep = (
  path: { readonly candidate: Release; readonly live: Release; readonly incumbent: PolicyModel },
  step: PathStep,
  by: { readonly sequence: number; readonly createdAt: number },
): Release => {
  const { candidate, live } = path;
  if (candidate.experiment.arms.length > 0 || candidate.policies !== undefined)
    throw new Fault(
      'bad-release',
      'candidate',
      'it runs an experiment of its own: end that first, or publish it as it is',
    );
  const note = `${stepName(step)} of ${releaseDigest(candidate).slice(0, 12)} against ${releaseDigest(live).slice(0, 12)}`;
  const base = { ...candidate, ...by, note };
  const lineage = [...new Set([releaseDigest(candidate), releaseDigest(live), ...candidate.lineage])].slice(
    0,
    64,
  );
  if (step.name === 'ramp' && step.share >= 1) return parseRelease({ ...base, lineage }, 'step');
  const arms = step.name === 'shadow' ? [] : [{ name: CANDIDATE, share: 1, policy: CANDIDATE }];
  return parseRelease(
    {
      ...base,
      lineage,
      policy: path.incumbent,
      policies: { [CANDIDATE]: candidate.policy },
      ...(step.name === 'shadow' ? { shadow: [CANDIDATE] } : {}),
      experiment: {
        ...candidate.experiment,
        arms,
        ...(step.name === 'shadow' ? {} : { ramp: step.share }),
      },
    },
    'step',
  );
};

/** True when the incumbent's policy means the same under the candidate's page and profiles. */
export const sameFeatures = (live: Release, candidate: Release): boolean =>
  pageModelDigest(live.page) === pageModelDigest(candidate.page);
