import type { Release } from '@causeway/contract';
import { Fault, isObject, pageModelDigest, parseRelease, sha256, toHex, utf8 } from '@causeway/contract';
import type { Env } from '../env.ts';

/** The live release as the isolate holds it, parsed and bound to its digest. */
export type LiveRelease = { readonly digest: string; readonly model: string; readonly release: Release };

export const LIVE_KEY = 'live';
export const releaseKey = (digest: string): string => `release:${digest}`;
export const pageModelKey = (digest: string): string => `page-model:${digest}`;

/** A KV get on every request costs three times a whole decision; a new release is seen within this time. */
const TTL_MS = 5000;

let held: LiveRelease | null = null;
let checkedAt = 0;
let asking: Promise<void> | null = null;

/** The release of a stored text, its digest proven. Throws `bad-release` and what parseRelease throws. */
export const readRelease = (text: string, digest: string): LiveRelease => {
  if (toHex(sha256(utf8(text))) !== digest)
    throw new Fault('bad-release', digest, 'the stored text has another digest');
  const release = parseRelease(JSON.parse(text), 'release');
  return { digest, model: pageModelDigest(release.page), release };
};

const refresh = async (env: Env): Promise<void> => {
  const live: unknown = await env.RELEASES.get(LIVE_KEY, 'json');
  if (!isObject(live) || typeof live.digest !== 'string' || live.digest === held?.digest) return;
  const text = await env.RELEASES.get(releaseKey(live.digest));
  if (text !== null) held = readRelease(text, live.digest);
};

/**
 * The live release, or null before the first. When KV fails, or what it holds cannot be read, the last good one stays;
 * the failure is written to the worker's own log.
 */
export const liveRelease = async (env: Env, now: number): Promise<LiveRelease | null> => {
  if (checkedAt !== 0 && now - checkedAt < TTL_MS && now >= checkedAt) return held;
  asking ??= refresh(env)
    .catch((error: unknown) =>
      console.error(`release not refreshed: ${error instanceof Error ? error.message : error}`),
    )
    .finally(() => {
      checkedAt = held === null ? 0 : now;
      asking = null;
    });
  // Whoever holds a release does not wait for the next one.
  if (held === null) await asking;
  return held;
};

/** After a publication through this very isolate: it serves the new release at once. */
export const holdRelease = (live: LiveRelease, now: number): void => {
  held = live;
  checkedAt = now;
};
