import { Fault, type StoredLine } from '@causeway/contract';
import type { Context } from '../context.ts';
import { say } from '../http/say.ts';
import { within } from '../http/within.ts';
import { createOnce } from './create-once.ts';
import { dayOf, toNdjson } from './ndjson.ts';
import { queueLines } from './queue-lines.ts';
import { sha256Hex } from './sha256-hex.ts';

/** Where batches wait to be merged into the log. */
export const INBOX = 'inbox/';

/**
 * Makes lines durable before they are acknowledged: in R2 under the digest of their content, so that a retry is the same
 * object; when R2 does not answer in time, in the queue. The queue message that follows only speeds the merging: were it
 * lost, the sweep finds the object. Throws `store-failed` when neither holds the lines.
 */
export const keepLines = async (
  { env, config, now, later }: Pick<Context, 'env' | 'config' | 'now' | 'later'>,
  lines: readonly StoredLine[],
): Promise<void> => {
  if (lines.length === 0) return;
  const ms = config.writeDeadlineMs;
  const content = JSON.stringify(lines.map(({ line, subject, source }) => [line, subject, source]));
  const key = `${INBOX}${dayOf(now)}/${await sha256Hex(content)}.ndjson`;
  const ndjson = toNdjson(lines);
  try {
    await within(createOnce(env.LOG, key, ndjson), ms, 'inbox');
  } catch (stored) {
    say('error', 'inbox-not-written', stored);
    try {
      await within(queueLines(env.LOG_QUEUE, ndjson), ms, 'queue');
    } catch (queued) {
      say('error', 'queue-not-written', queued);
      throw new Fault(
        'store-failed',
        'log',
        'neither the bucket nor the queue took the lines; send them again',
        queued,
      );
    }
    return;
  }
  later(env.LOG_QUEUE.send({ version: 1, key }).catch(() => undefined));
};
