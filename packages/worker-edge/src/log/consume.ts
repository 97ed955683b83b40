import type { Env } from '../env.ts';
import { eraseLines } from './erase-lines.ts';
import type { EraseMessage, LogMessage } from './log-message.ts';
import { mergeLines } from './merge-lines.ts';
import { linesOf } from './ndjson.ts';

/** One batch of the queue. If anything fails the whole batch comes again: merging or erasing twice is harmless. */
export const consume = async (batch: MessageBatch<LogMessage>, env: Env, now: number): Promise<void> => {
  const keys: string[] = [];
  const loose: string[] = [];
  const erasures: EraseMessage[] = [];
  for (const { body } of batch.messages) {
    if ('key' in body) keys.push(body.key);
    else if ('lines' in body) loose.push(...linesOf(body.lines));
    else erasures.push(body);
  }
  await mergeLines(env, keys, loose, now);
  for (const message of erasures) await eraseLines(env, message);
};
