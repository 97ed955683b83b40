import { Fault } from '@causeway/contract';
import { readRelease, releaseKey } from '../cache/live-release.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { budgetObject } from '../objects/budget-object.ts';
import { registryObject } from '../objects/registry-object.ts';
import { goLive } from './go-live.ts';

/** POST /v1/admin/rollback: one call makes an earlier release live again. It was verified when it was stored. */
export const rollback = async ({ digest }: { digest: string }, { env, now }: Context): Promise<Reply> =>
  stored('rollback', async () => {
    const text = await env.RELEASES.get(releaseKey(digest));
    if (text === null)
      throw new Fault('not-found', 'rollback.digest', 'no release of this digest was published here');
    const next = readRelease(text, digest);
    const { sequence, budget } = next.release;
    const before = (await registryObject(env).live())?.digest ?? null;
    await budgetObject(env).open(budget);
    await goLive(env, before, next, { at: now, what: 'rollback', detail: `${sequence} ${digest}` });
    return { json: { version: 1, digest, sequence, from: before } };
  });
