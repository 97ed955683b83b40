import type { NamedDynamics, Release } from '@causeway/contract';
import {
  digest as digestOf,
  Fault,
  isObject,
  pageModelDigest,
  parseRelease,
  sha256,
  toHex,
  utf8,
} from '@causeway/contract';
import type { Config } from '../config.ts';
import type { Env } from '../env.ts';
import { say } from '../http/say.ts';
import { until } from '../http/until.ts';
import { within } from '../http/within.ts';

/** The live release as the isolate holds it, parsed and bound to its digest. */
export type LiveRelease = {
  readonly digest: string;
  readonly model: string;
  readonly release: Release;
  /** what moves z between batches, with its digest */
  readonly dynamics: NamedDynamics | null;
};

export const LIVE_KEY = 'live';
export const releaseKey = (digest: string): string => `release:${digest}`;
export const pageModelKey = (digest: string): string => `page-model:${digest}`;
/** The same two things in R2, for an isolate that starts while KV is away. */
export const LIVE_OBJECT = 'releases/live.json';
export const releaseObject = (digest: string): string => `releases/${digest}.json`;

/** A KV get on every request costs three times a whole decision; a new release is seen within this time. */
const TTL_MS = 5000;
/** When no store can be read, they are asked again after this time: until then nobody waits for them. */
const BLIND_MS = 1000;

let held: LiveRelease | null = null;
let checkedAt = 0;
let asking: { readonly work: Promise<void>; readonly since: number } | null = null;
/** neither store could be read, the last time that they were asked */
let blind = false;

/** The release of a stored text, its digest proven. Throws `bad-release` and what parseRelease throws. */
export const readRelease = (text: string, digest: string): LiveRelease => {
  if (toHex(sha256(utf8(text))) !== digest)
    throw new Fault('bad-release', digest, 'the stored text has another digest');
  const release = parseRelease(JSON.parse(text), 'release');
  const { dynamics: model } = release;
  const dynamics = model === undefined ? null : { digest: digestOf(model), model };
  return { digest, model: pageModelDigest(release.page), release, dynamics };
};

type Store = { live(): Promise<unknown>; text(digest: string): Promise<string | null> };

const kvStore = ({ RELEASES }: Env): Store => ({
  live: () => RELEASES.get(LIVE_KEY, 'json'),
  text: (digest) => RELEASES.get(releaseKey(digest)),
});
const r2Store = ({ LOG }: Env): Store => ({
  live: async () => (await LOG.get(LIVE_OBJECT))?.json() ?? null,
  text: async (digest) => (await LOG.get(releaseObject(digest)))?.text() ?? null,
});

const refreshFrom = async (store: Store): Promise<void> => {
  const live = await store.live();
  if (!isObject(live) || typeof live.digest !== 'string' || live.digest === held?.digest) return;
  const text = await store.text(live.digest);
  if (text !== null) held = readRelease(text, live.digest);
};

const refresh = async (env: Env, { releaseDeadlineMs: ms }: Config): Promise<void> => {
  blind = false;
  try {
    await within(refreshFrom(kvStore(env)), ms, 'releases');
  } catch (error) {
    say('error', 'release-not-refreshed', error);
    if (held !== null) return;
    await within(refreshFrom(r2Store(env)), ms, 'releases').catch((second: unknown) => {
      blind = true;
      say('error', 'release-not-found-in-r2', second);
    });
  }
};

/**
 * The live release, or null before the first. When KV fails or is slow, or what it holds cannot be read, the last good one
 * stays; an isolate that has none yet reads it from R2.
 */
export const newestRelease = async (env: Env, config: Config, now: number): Promise<LiveRelease | null> => {
  if (checkedAt !== 0 && now - checkedAt < (held === null ? BLIND_MS : TTL_MS) && now >= checkedAt)
    return held;
  const patience = 2 * config.releaseDeadlineMs;
  // Work that another request began ends with that request, if its page goes away.
  if (asking === null || now - asking.since > patience) {
    const work = refresh(env, config).finally(() => {
      checkedAt = held === null && !blind ? 0 : now;
      if (asking?.work === work) asking = null;
    });
    asking = { work, since: now };
    // Whoever holds a release does not wait for the next one.
    if (held === null) await work;
  } else if (held === null) await until(() => asking === null, patience);
  return held;
};

export const liveRelease = ({
  env,
  config,
  now,
}: {
  readonly env: Env;
  readonly config: Config;
  readonly now: number;
}): Promise<LiveRelease | null> => newestRelease(env, config, now);

/** True when there is no release because nothing could be read, not because nothing was published. */
export const isBlind = (): boolean => held === null && blind;

/** After a publication through this very isolate: it serves the new release at once. */
export const holdRelease = (live: LiveRelease, now: number): void => {
  held = live;
  checkedAt = now;
};
