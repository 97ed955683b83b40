import type { Env } from '../env.ts';
import type { LogMessage } from './log-message.ts';
import { mergeLines } from './merge-lines.ts';
import { linesOf } from './ndjson.ts';

/** One batch of the queue. If anything fails the whole batch comes again: merging twice is harmless. */
export const consume = async (batch: MessageBatch<LogMessage>, env: Env, now: number): Promise<void> => {
  const keys: string[] = [];
  const loose: string[] = [];
  for (const { body } of batch.messages) {
    if ('key' in body) keys.push(body.key);
    else loose.push(...linesOf(body.lines));
  }
  await mergeLines(env, keys, loose, now);
};
