import type { Env } from '../env.ts';
import { INBOX } from './keep-lines.ts';
import { mergeLines } from './merge-lines.ts';

/** A batch younger than this may still have its queue message on the way. */
const SWEEP_AFTER_MS = 60_000;
const PAGE = 100;
const PAGES = 20;

/** Merges the batches whose queue message was lost. Returns how many it found. */
export const sweep = async (env: Env, now: number): Promise<number> => {
  let swept = 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const list = await env.LOG.list({
      prefix: INBOX,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const old = list.objects
      .filter(({ uploaded }) => uploaded.getTime() <= now - SWEEP_AFTER_MS)
      .map(({ key }) => key);
    if (old.length > 0) await mergeLines(env, old, [], now);
    swept += old.length;
    if (!list.truncated) break;
    cursor = list.cursor;
  }
  return swept;
};
