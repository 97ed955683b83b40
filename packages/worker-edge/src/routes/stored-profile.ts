import type { StoredProfile } from '@causeway/contract';
import { checkStoredProfile } from '@causeway/contract';
import { countFault } from '../cache/fault-counts.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import type { Env } from '../env.ts';

export const profileKey = (subject: string): string => `profile:${subject}`;

/** z of another encoder means something else: a profile counts only under the release it was made for, or its heirs. */
const belongs = (stored: StoredProfile, live: LiveRelease): boolean =>
  stored.release === live.digest || live.release.lineage.includes(stored.release);

/**
 * What was published of this subject, if the live release can read it; else null, and the prior is used. A store that
 * does not answer is counted and costs only the embedding.
 */
export const storedProfile = async (
  env: Env,
  subject: string,
  live: LiveRelease | null,
): Promise<StoredProfile | null> => {
  try {
    const value = await env.PROFILES.get(profileKey(subject), 'json');
    if (value === null || live === null) return null;
    const stored = checkStoredProfile(value, 'profile');
    return belongs(stored, live) ? stored : null;
  } catch (error) {
    countFault('store-failed');
    console.error(`profile not read: ${error instanceof Error ? error.message : error}`);
    return null;
  }
};
