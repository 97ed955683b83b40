import type { StoredProfile } from '@causeway/contract';
import { checkStoredProfile, servedEmbedding } from '@causeway/contract';
import type { LiveRelease } from '../cache/live-release.ts';
import type { Context } from '../context.ts';
import { readKv } from '../http/read-kv.ts';

export const profileKey = (subject: string): string => `profile:${subject}`;

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
  const stored = await readKv(context, profileKey(subject), (value) => checkStoredProfile(value, 'profile'));
  if (stored === null || live === null || !belongs(stored, live)) return null;
  return servedEmbedding(stored, live.dynamics?.digest ?? null);
};
