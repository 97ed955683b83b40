import type { StoredProfile } from '@causeway/contract';
import { checkStoredProfile, servedEmbedding } from '@causeway/contract';
import type { LiveRelease } from '../cache/live-release.ts';
import type { Context } from '../context.ts';
import { readKv } from '../http/read-kv.ts';

/** What the last batch said of a person. Only a batch writes it. */
export const profileKey = (subject: string): string => `profile:${subject}`;
/** The same, moved by the visits since. A key of its own, so that no move can write an older batch over a newer one. */
export const movedKey = (subject: string): string => `moved:${subject}`;

/** The moved one while it starts from this batch or a later one: what KV's cache holds may be a minute old in either. */
export const newerOf = (batch: StoredProfile | null, moved: StoredProfile | null): StoredProfile | null =>
  moved !== null && (batch === null || moved.at >= batch.at) ? moved : batch;

/** z of another encoder means something else: a profile counts only under the release it was made for, or its heirs. */
export const belongs = (stored: StoredProfile, live: LiveRelease): boolean =>
  stored.release === live.digest || live.release.lineage.includes(stored.release);

export type Embedding = Pick<StoredProfile, 'z' | 'spread'>;

/**
 * What was published of this subject, moved by the visits since, if the live release can read it; else null, and the prior is used. A store that
 * does not answer in time is counted and costs only the embedding.
 */
export const storedProfile = async (
  context: Context,
  subject: string,
  live: LiveRelease | null,
): Promise<Embedding | null> => {
  const read = (key: string) => readKv(context, key, (value) => checkStoredProfile(value, 'profile'));
  const [batch, moved] = await Promise.all([
    read(profileKey(subject)),
    live?.dynamics == null ? null : read(movedKey(subject)),
  ]);
  const stored = newerOf(batch, moved);
  if (stored === null || live === null || !belongs(stored, live)) return null;
  return servedEmbedding(stored, live.dynamics?.digest ?? null);
};
