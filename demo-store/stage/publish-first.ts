import { firstRelease, type Release } from '@causeway/contract';
import { signRelease } from '@causeway/offline';
import type { DevKeys, EdgeClient } from '@causeway/worker-edge/harness';

/** The first release only explores; simulated visits under it give away far less than this. */
const CAP_CENTS = 100_000_000;

/** Publishes the release that knows nothing: what the loop begins with, and what a failed turn leaves in place. */
export const publishFirst = async (
  client: EdgeClient,
  keys: Pick<DevKeys, 'releaseSigner'>,
  { now, holdout }: { readonly now: number; readonly holdout: number },
): Promise<Release> => {
  const budget = { id: 'demo-1', capCents: CAP_CENTS };
  const release = firstRelease({ createdAt: now, budget, salt: 'fennel', holdout });
  await client.putRelease(await signRelease(release, keys.releaseSigner, now));
  return release;
};
