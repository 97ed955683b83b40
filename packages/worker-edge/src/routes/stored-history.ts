import type { Shown } from '@causeway/contract';
import { checkHistory, lookBackMs } from '@causeway/contract';
import type { LiveRelease } from '../cache/live-release.ts';
import type { Context } from '../context.ts';
import { readKv } from '../http/read-kv.ts';
import { historyKey } from '../log/keep-history.ts';

/**
 * What was drawn for this person lately, when the release has rules that look back; else undefined, and nothing is read.
 * It is as fresh as KV is; what must never be given twice is held by the person's object.
 */
export const storedHistory = async (
  context: Context,
  subject: string,
  live: LiveRelease | null,
): Promise<Shown[] | undefined> => {
  const length = lookBackMs(live?.release.rules);
  if (length === 0) return undefined;
  const all = await readKv(context, historyKey(subject), (value) => checkHistory(value, 'history'));
  return (all ?? []).filter(({ at }) => at > context.now - length);
};
