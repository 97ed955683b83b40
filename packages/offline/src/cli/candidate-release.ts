import type { Release } from '@causeway/contract';
import {
  checkPolicyModel,
  digest,
  Fault,
  parseRelease,
  releaseDigest,
  STATE_NAMES_DIGEST,
} from '@causeway/contract';
import { carryDynamics } from '../embed/index.ts';
import type { Run } from './run.ts';
import type { Study } from './study-files.ts';
import type { PolicyConfig } from './verbs/policy.ts';

type PolicyFile = { readonly config: PolicyConfig; readonly policy: unknown; readonly note: string };

/**
 * The next release from the artefacts in DIR: the live one with the learned page model and policy, and where they
 * came from.
 */
export const candidateRelease = (
  run: Run,
  study: Pick<Study, 'live' | 'page'>,
  createdAt: number,
): Release => {
  const { live, page } = study;
  const made = run.readJson('policy.json', 'policy') as PolicyFile;
  if (typeof made?.config?.budgetCents !== 'number' || typeof made.note !== 'string') {
    throw new Fault('bad-input', 'policy.json', 'it was not written by causeway policy');
  }
  const encoder = run.readJsonIf('encoder.json');
  const lineage = [releaseDigest(live), ...(encoder === null ? [] : [digest(encoder)]), digest(page.hazard)];
  return parseRelease(
    {
      ...live,
      sequence: live.sequence + 1,
      createdAt,
      note: made.note.slice(0, 200),
      stateNames: STATE_NAMES_DIGEST,
      page,
      policy: checkPolicyModel(made.policy, 'policy.json.policy'),
      budget: { id: made.config.budgetId, capCents: made.config.budgetCents },
      lineage: [...new Set(lineage)],
      dynamics: run.readJsonIf('session-dynamics.json') ?? carryDynamics(live, lineage),
    },
    'release',
  );
};
