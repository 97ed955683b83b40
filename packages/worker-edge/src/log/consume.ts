import { isObject, sha256, toHex, utf8 } from '@causeway/contract';
import { countDeadLetters } from '../cache/metrics.ts';
import type { Env } from '../env.ts';
import { say } from '../http/say.ts';
import { createOnce } from './create-once.ts';
import { eraseLines } from './erase-lines.ts';
import type { EraseMessage, LogMessage } from './log-message.ts';
import { mergeLines } from './merge-lines.ts';
import { linesOf } from './ndjson.ts';

const isKey = (body: unknown): body is { key: string } => isObject(body) && typeof body.key === 'string';
const isLines = (body: unknown): body is { lines: string } =>
  isObject(body) && typeof body.lines === 'string';
const isErase = (body: unknown): body is EraseMessage =>
  isObject(body) && typeof body.erase === 'string' && typeof body.until === 'number';

/** A message of no known form would come back for ever: it is set aside where someone can look at it. */
const setAside = async (env: Env, body: unknown): Promise<void> => {
  const text = `${JSON.stringify(body) ?? 'undefined'}\n`;
  say('error', 'poison-message', { bytes: text.length });
  await createOnce(env.LOG, `quarantine/message-${toHex(sha256(utf8(text)))}.json`, text);
};

/** One batch of the queue. If anything fails the whole batch comes again: merging or erasing twice is harmless. */
export const consume = async (batch: MessageBatch<LogMessage>, env: Env, now: number): Promise<void> => {
  // What failed ten times is tried again here, slowly; that it had to come here is what an alarm is set on.
  if (batch.queue.endsWith('-dead')) {
    countDeadLetters(batch.messages.length);
    say('error', 'dead-letter', { messages: batch.messages.length });
  }
  const keys: string[] = [];
  const loose: string[] = [];
  const erasures: EraseMessage[] = [];
  for (const message of batch.messages) {
    const body: unknown = message.body;
    if (isKey(body)) keys.push(body.key);
    else if (isLines(body)) loose.push(...linesOf(body.lines));
    else if (isErase(body)) erasures.push(body);
    else await setAside(env, body);
  }
  await mergeLines(env, keys, loose, now);
  for (const message of erasures) await eraseLines(env, message);
};
