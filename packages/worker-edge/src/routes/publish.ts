import {
  canonicalJson,
  Fault,
  MAX_RELEASE_LENGTH,
  open,
  pageModelText,
  parseRelease,
  releaseDigest,
} from '@causeway/contract';
import { releaseKeys } from '../cache/key-ring.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import { pageModelKey, readRelease, releaseKey, releaseObject } from '../cache/live-release.ts';
import { EDGE_AUDIENCE } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { budgetObject } from '../objects/budget-object.ts';
import { registryObject } from '../objects/registry-object.ts';
import { goLive } from './go-live.ts';

/** The release inside a signed token. Throws `bad-release` for a token that the release key did not make. */
const openRelease = async (token: string, { env, now }: Context): Promise<LiveRelease> => {
  let body: unknown;
  const keys = await releaseKeys(env);
  try {
    const options = {
      purpose: 'release',
      audience: EDGE_AUDIENCE,
      now,
      maxLength: MAX_RELEASE_LENGTH,
    } as const;
    body = await open(token, options, keys);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('bad-release', 'publish.release', why, error);
  }
  const release = parseRelease(body, 'release');
  return readRelease(canonicalJson(release), releaseDigest(release));
};

/** PUT /v1/admin/release: verified, stored under its digest, its budget opened, and then live. Never a step back. */
export const publish = async (request: { release: string }, context: Context): Promise<Reply> => {
  const { env, now } = context;
  const next = await openRelease(request.release, context);
  const { release, digest, model } = next;
  const before = await stored('registry', () => registryObject(env).live());
  if (before !== null && before.digest !== digest && release.sequence <= before.sequence) {
    throw new Fault(
      'stale-release',
      'release.sequence',
      `got ${release.sequence}, the live one has ${before.sequence}`,
    );
  }
  await stored('publish', async () => {
    await env.RELEASES.put(releaseKey(digest), canonicalJson(release));
    await env.LOG.put(releaseObject(digest), canonicalJson(release));
    await env.RELEASES.put(pageModelKey(model), pageModelText(release.page));
    await budgetObject(env).open(release.budget);
  });
  const entry = { at: now, what: 'publish', detail: `${release.sequence} ${digest}` };
  await stored('publish', () => goLive(env, before?.digest ?? null, next, entry));
  return { json: { version: 1, digest, model, sequence: release.sequence } };
};
