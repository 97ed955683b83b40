import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { createOnce } from '../log/create-once.ts';
import { dayOf } from '../log/ndjson.ts';
import { sha256Hex } from '../log/sha256-hex.ts';
import { registryObject } from '../objects/registry-object.ts';
import { profileKey } from './stored-profile.ts';

/**
 * POST /v1/admin/erase: removes a subject's profile and limits, and leaves a tombstone: everything received of it until
 * now is to be left out by whoever reads the log. The answer is the receipt of what was done.
 */
export const erase = async ({ subject }: { subject: string }, { env, now }: Context): Promise<Reply> =>
  stored('erase', async () => {
    const tombstone = JSON.stringify({ kind: 'erase', version: 1, subject, at: now });
    const name = await sha256Hex(tombstone);
    await createOnce(env.LOG, `erase/date=${dayOf(now)}/${name}.json`, tombstone);
    await env.PROFILES.delete(profileKey(subject));
    await env.PERSON.get(env.PERSON.idFromName(subject)).forget();
    await registryObject(env).audit({ at: now, what: 'erase', detail: name });
    return {
      json: {
        version: 1,
        subject,
        at: now,
        profile: 'removed',
        limits: 'removed',
        log: 'tombstone',
        tombstone: name,
      },
    };
  });
