import type { Session } from '@causeway/contract';
import { priorProfile } from '@causeway/contract';
import type { LiveRelease } from '../cache/live-release.ts';
import { PROFILE_LIFE_MS } from '../config.ts';
import type { Context } from '../context.ts';
import { storedProfile } from './stored-profile.ts';

/**
 * A visit as the live release can read it; the same object when nothing is to change. A z that was read half an hour ago is
 * read again, so that one that was erased or moved since is soon in no use; when the store is silent the prior stands
 * in. So it does for a visit that began under a release with another encoder, and is logged so.
 */
export const visitUnder = async (live: LiveRelease, visit: Session, context: Context): Promise<Session> => {
  const { profile, readAt = 0 } = visit;
  const { subject } = profile;
  const prior = priorProfile(subject);
  if (context.now - readAt >= PROFILE_LIFE_MS) {
    const found = await context.timing.measure('profile', () => storedProfile(context, subject, live));
    const { z, spread } = found ?? prior;
    const { digest: release, model } = live;
    return { ...visit, readAt: context.now, profile: { ...profile, z, spread, release, model } };
  }
  if (profile.release === live.digest || live.release.lineage.includes(profile.release ?? '')) return visit;
  return { ...visit, profile: { ...profile, z: prior.z, spread: prior.spread } };
};
