import { Fault } from '@causeway/contract';
import type { LiveRelease } from '../cache/live-release.ts';
import { holdRelease, LIVE_KEY, LIVE_OBJECT } from '../cache/live-release.ts';
import type { Env } from '../env.ts';
import type { AuditEntry } from '../objects/registry.ts';
import { registryObject } from '../objects/registry-object.ts';

/** Makes a stored release live: the registry decides, KV tells the isolates, this isolate serves it at once. */
export const goLive = async (
  env: Env,
  before: string | null,
  next: LiveRelease,
  entry: AuditEntry,
): Promise<void> => {
  const live = { digest: next.digest, sequence: next.release.sequence };
  if (!(await registryObject(env).setLive(before, live, entry))) {
    throw new Fault(
      'stale-release',
      'release',
      'another publication came in between; look at what is live and try again',
    );
  }
  await env.LOG.put(LIVE_OBJECT, JSON.stringify(live));
  await env.RELEASES.put(LIVE_KEY, JSON.stringify(live));
  holdRelease(next, entry.at);
};
