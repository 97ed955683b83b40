import type { Checked, checkProfilesRequest } from '@causeway/contract';
import { PROFILE_TTL_SECONDS } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { registryObject } from '../objects/registry-object.ts';
import { profileKey } from './stored-profile.ts';

const AT_ONCE = 25;

type Profiles = Checked<typeof checkProfilesRequest>['profiles'];

/** Puts profiles in KV, a few at once. */
export const writeProfiles = async (all: Profiles, { env }: Pick<Context, 'env'>): Promise<void> => {
  for (let k = 0; k < all.length; k += AT_ONCE) {
    const some = all.slice(k, k + AT_ONCE);
    await Promise.all(
      some.map(({ subject, profile }) =>
        env.PROFILES.put(profileKey(subject), JSON.stringify(profile), {
          expirationTtl: PROFILE_TTL_SECONDS,
        }),
      ),
    );
  }
};

/** PUT /v1/admin/profiles: what the offline half learned of people. A second writing of the same is harmless. */
export const profiles = async (
  { profiles: all }: Checked<typeof checkProfilesRequest>,
  { env, now }: Context,
): Promise<Reply> =>
  stored('profiles', async () => {
    await writeProfiles(all, { env });
    await registryObject(env).audit({ at: now, what: 'profiles', detail: `${all.length} written` });
    return { json: { version: 1, written: all.length } };
  });
