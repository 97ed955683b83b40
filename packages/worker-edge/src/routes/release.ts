import { digestText, Fault } from '@causeway/contract';
import { pageModelKey } from '../cache/live-release.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';

/** GET /v1/release/<digest>: the exact text whose SHA-256 is the digest, so it may be cached for ever. */
export const release = async (_: null, { env, tail }: Context): Promise<Reply> => {
  const digest = digestText(tail, 'release.digest');
  const text = await stored('release', () => env.RELEASES.get(pageModelKey(digest), { cacheTtl: 3600 }));
  if (text === null) throw new Fault('not-found', 'release.digest', 'no page model has this digest');
  return { text, headers: { 'cache-control': 'public, max-age=31536000, immutable', etag: `"${digest}"` } };
};
