import type { StoredLine } from '@causeway/contract';
import { isObject } from '@causeway/contract';
import type { Env } from '../env.ts';
import { movedKey, profileKey } from '../routes/stored-profile.ts';
import { createOnce } from './create-once.ts';
import { ERASE_AGAIN_SECONDS } from './erased-at.ts';
import { historyKey, historyOf } from './keep-history.ts';
import type { EraseMessage } from './log-message.ts';
import { linesOf } from './ndjson.ts';
import { PACKED, pack, unpack } from './packed.ts';
import { sha256Hex } from './sha256-hex.ts';

/** Objects looked at in one step: well under what one run of a worker may ask of R2. */
const STEP = 40;

const isOf = (text: string, { erase, until }: EraseMessage): boolean => {
  const { subject, receivedAt } = JSON.parse(text) as StoredLine;
  return subject === erase && receivedAt <= until;
};

/** Writes an object again without the subject's lines, and then removes it; the name is the digest of what is left. */
const rewrite = async (env: Env, key: string, message: EraseMessage): Promise<void> => {
  const object = await env.LOG.get(key);
  if (object === null) return;
  const text = await unpack(key, object);
  if (!text.includes(`"${message.erase}"`)) return;
  const lines = linesOf(text);
  const rest = lines.filter((line) => !isOf(line, message));
  if (rest.length === lines.length) return;
  if (rest.length > 0) {
    const body = `${rest.join('\n')}\n`;
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    await createOnce(env.LOG, `${folder}${await sha256Hex(body)}${PACKED}`, await pack(body));
  }
  await env.LOG.delete(key);
};

/** A profile of before the erasure, or made of lines of before it by someone who did not see its mark yet. A later one stays. */
const eraseProfile = async (env: Env, { erase, until }: EraseMessage): Promise<void> => {
  for (const key of [profileKey(erase), movedKey(erase)]) {
    const found: unknown = await env.PROFILES.get(key, 'json');
    if (isObject(found) && typeof found.at === 'number' && found.at <= until + 1000 * ERASE_AGAIN_SECONDS)
      await env.PROFILES.delete(key);
  }
};

/** The same of what was shown: a list that tells of before the erasure was written by someone who did not see its mark yet. */
const eraseHistory = async (env: Env, { erase, until }: EraseMessage): Promise<void> => {
  if ((await historyOf(env, erase)).some(({ at }) => at <= until))
    await env.PROFILES.delete(historyKey(erase));
};

/** One step of an erasure over the log; the next step goes to the queue. A step done twice does nothing more. */
export const eraseLines = async (env: Env, message: EraseMessage): Promise<void> => {
  const { cursor } = message;
  if (cursor === null) {
    await eraseProfile(env, message);
    await eraseHistory(env, message);
  }
  const list = await env.LOG.list({ prefix: 'log/', limit: STEP, ...(cursor === null ? {} : { cursor }) });
  for (const { key } of list.objects) await rewrite(env, key, message);
  if (list.truncated) await env.LOG_QUEUE.send({ ...message, cursor: list.cursor });
};
