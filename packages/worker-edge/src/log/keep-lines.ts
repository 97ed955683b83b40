import { Fault, type StoredLine } from '@causeway/contract';
import type { Env } from '../env.ts';
import { createOnce } from './create-once.ts';
import { dayOf, toNdjson } from './ndjson.ts';
import { queueLines } from './queue-lines.ts';
import { sha256Hex } from './sha256-hex.ts';

/** Where batches wait to be merged into the log. */
export const INBOX = 'inbox/';

/**
 * Makes lines durable before they are acknowledged: in R2 under the digest of their content, so that a retry is the same
 * object; when R2 does not answer, in the queue. The queue message that follows only speeds the merging: were it lost,
 * the sweep finds the object. Throws `store-failed` when neither holds the lines.
 */
export const keepLines = async (env: Env, lines: readonly StoredLine[], now: number): Promise<void> => {
  if (lines.length === 0) return;
  const content = JSON.stringify(lines.map(({ line, subject, source }) => [line, subject, source]));
  const key = `${INBOX}${dayOf(now)}/${await sha256Hex(content)}.ndjson`;
  const ndjson = toNdjson(lines);
  try {
    await createOnce(env.LOG, key, ndjson);
  } catch (stored) {
    console.error(`inbox not written: ${stored instanceof Error ? stored.message : String(stored)}`);
    try {
      await queueLines(env.LOG_QUEUE, ndjson);
    } catch (queued) {
      throw new Fault(
        'store-failed',
        'log',
        'neither the bucket nor the queue took the lines; send them again',
        queued,
      );
    }
    return;
  }
  await env.LOG_QUEUE.send({ version: 1, key }).catch(() => undefined);
};
