import type { Profile, ProfileRequest, ProfileResponse } from '@causeway/contract';
import { priorProfile, seal } from '@causeway/contract';
import { profileKeys } from '../cache/key-ring.ts';
import { liveRelease } from '../cache/live-release.ts';
import { PROFILE_LIFE_MS } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { textCodec } from '../http/text-codec.ts';
import { limitAddress } from './limit-address.ts';
import { padProfile } from './pad-profile.ts';
import { placeOf } from './place-of.ts';
import { withoutEmbedding } from './seal-embedding.ts';
import { sealSession } from './seal-session.ts';
import { storedHistory } from './stored-history.ts';
import { storedProfile } from './stored-profile.ts';
import { whoAsks } from './who-asks.ts';

/** Who this visitor is to the models. Someone never seen gets the prior: same work, same shape, same length. */
export const profile = async (request: ProfileRequest, context: Context): Promise<Reply> => {
  const { now, origin, timing, config } = context;
  await limitAddress(context);
  const asker = await whoAsks(request, context);
  const { subject, known } = asker;
  const live = await timing.measure('release', () => liveRelease(context));
  const [stored, history] = await timing.measure('profile', () =>
    Promise.all([storedProfile(context, subject, live), storedHistory(context, subject, live)]),
  );
  const prior = priorProfile(subject);
  const plain: Profile = {
    subject,
    known,
    z: stored?.z ?? prior.z,
    spread: stored?.spread ?? prior.spread,
    ...(live === null ? { holdout: prior.holdout, arms: prior.arms } : placeOf(live.release, asker)),
    release: live?.digest ?? null,
    model: live?.model ?? null,
  };
  const body = padProfile(plain);
  const { current } = await profileKeys(context.env);
  const visit = {
    session: request.session,
    profile: body,
    counts: {},
    readAt: now,
    ...(history && { history }),
    ...(config.sealEmbedding ? { sealed: '' } : {}),
  };
  const answer: ProfileResponse = {
    version: 1,
    profile: await seal(
      (config.sealEmbedding ? padProfile(withoutEmbedding(plain)) : body) satisfies Profile,
      { purpose: 'profile', audience: origin, now, lifeMs: PROFILE_LIFE_MS, codec: textCodec },
      current,
    ),
    session: await sealSession(visit, context),
  };
  return { json: answer };
};
