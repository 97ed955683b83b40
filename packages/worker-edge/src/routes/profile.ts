import type { Profile, ProfileRequest, ProfileResponse } from '@causeway/contract';
import { assign, priorProfile, seal } from '@causeway/contract';
import { profileKeys } from '../cache/key-ring.ts';
import { liveRelease } from '../cache/live-release.ts';
import { PROFILE_LIFE_MS } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { sealSession } from './seal-session.ts';
import { storedProfile } from './stored-profile.ts';
import { whoAsks } from './who-asks.ts';

/** Who this visitor is to the models. Someone never seen gets the prior: same work, same shape. */
export const profile = async (request: ProfileRequest, context: Context): Promise<Reply> => {
  const { env, now, origin, timing } = context;
  const { subject, known } = await whoAsks(request, context);
  const live = await timing.measure('release', () => liveRelease(env, now));
  const stored = await timing.measure('profile', () => storedProfile(env, subject, live));
  const prior = priorProfile(subject);
  const body: Profile = {
    subject,
    known,
    z: stored?.z ?? prior.z,
    spread: stored?.spread ?? prior.spread,
    ...(live === null
      ? { holdout: prior.holdout, arms: prior.arms }
      : assign(live.release.experiment, subject)),
    release: live?.digest ?? null,
    model: live?.model ?? null,
  };
  const { current } = await profileKeys(env);
  const answer: ProfileResponse = {
    version: 1,
    profile: await seal(
      body,
      { purpose: 'profile', audience: origin, now, lifeMs: PROFILE_LIFE_MS },
      current,
    ),
    session: await sealSession({ session: request.session, profile: body, counts: {} }, context),
  };
  return { json: answer };
};
