import { isObject } from '@causeway/contract';
import type { Env } from '../env.ts';

/** Marks a person whose profile was erased: what was received until then makes no new one. */
export const erasedKey = (subject: string): string => `erased:${subject}`;

/** As long as a receipt may be late. */
export const ERASED_TTL_SECONDS = 48 * 3600;

/** An erasure is done again after so long: KV may show for a minute what it held, and no message waits longer. */
export const ERASE_AGAIN_SECONDS = 180;

/** Until when what was received of this person is erased, ms; 0 for whom nothing was erased lately. Throws what KV throws. */
export const erasedAt = async (env: Env, subject: string): Promise<number> => {
  const mark: unknown = await env.PROFILES.get(erasedKey(subject), 'json');
  return isObject(mark) && typeof mark.at === 'number' ? mark.at : 0;
};
