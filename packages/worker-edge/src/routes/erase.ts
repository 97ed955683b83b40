import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { createOnce } from '../log/create-once.ts';
import { ERASE_AGAIN_SECONDS, ERASED_TTL_SECONDS, erasedKey } from '../log/erased-at.ts';
import { historyKey } from '../log/keep-history.ts';
import { dayOf } from '../log/ndjson.ts';
import { sha256Hex } from '../log/sha256-hex.ts';
import { sweep } from '../log/sweep.ts';
import { registryObject } from '../objects/registry-object.ts';
import { movedKey, profileKey } from './stored-profile.ts';

/** Later than any batch of the inbox is young: the sweep of an erasure takes them all. */
const ALL_MS = 120_000;

/**
 * POST /v1/admin/erase: removes a subject's profile and limits at once, and its lines from the log by steps in the queue.
 * A tombstone tells whoever copied the log before (the export, the warehouse) to do the same. The answer is the receipt.
 */
export const erase = async ({ subject }: { subject: string }, { env, now }: Context): Promise<Reply> =>
  stored('erase', async () => {
    const tombstone = JSON.stringify({ kind: 'erase', version: 1, subject, at: now });
    const name = await sha256Hex(tombstone);
    await createOnce(env.LOG, `erase/date=${dayOf(now)}/${name}.json`, tombstone);
    // The mark first: lines that are still on their way make no new profile.
    await env.PROFILES.put(erasedKey(subject), JSON.stringify({ at: now }), {
      expirationTtl: ERASED_TTL_SECONDS,
    });
    await env.PROFILES.delete(profileKey(subject));
    await env.PROFILES.delete(movedKey(subject));
    await env.PROFILES.delete(historyKey(subject));
    await env.PERSON.get(env.PERSON.idFromName(subject)).forget();
    await sweep(env, now + ALL_MS);
    const first = { version: 1, erase: subject, until: now, cursor: null } as const;
    await env.LOG_QUEUE.send(first);
    // And once more, when every place has seen the mark and no message of before is on its way.
    await env.LOG_QUEUE.send(first, { delaySeconds: ERASE_AGAIN_SECONDS });
    await registryObject(env).audit({ at: now, what: 'erase', detail: name });
    return {
      json: {
        version: 1,
        subject,
        at: now,
        profile: 'removed',
        history: 'removed',
        limits: 'removed',
        log: 'queued',
        tombstone: name,
      },
    };
  });
