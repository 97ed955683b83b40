import { Fault } from '@causeway/contract';
import { readRelease, releaseKey } from '../cache/live-release.ts';
import type { Context, Reply } from '../context.ts';
import { budgetObject } from '../objects/budget-object.ts';
import { registryObject } from '../objects/registry-object.ts';
import { goLive } from './go-live.ts';

/** POST /v1/admin/rollback: one call makes an earlier release live again. It was verified when it was stored. */
export const rollback = async ({ digest }: { digest: string }, { env, now }: Context): Promise<Reply> => {
  const text = await env.RELEASES.get(releaseKey(digest));
  if (text === null)
    throw new Fault('not-found', 'rollback.digest', 'no release of this digest was ever published here');
  const next = readRelease(text, digest);
  const before = await registryObject(env).live();
  await budgetObject(env).open(next.release.budget);
  await goLive(env, before?.digest ?? null, next, {
    at: now,
    what: 'rollback',
    detail: `${next.release.sequence} ${digest}`,
  });
  return { json: { version: 1, digest, sequence: next.release.sequence, from: before?.digest ?? null } };
};
