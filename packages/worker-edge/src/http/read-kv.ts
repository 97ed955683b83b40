import { countFault } from '../cache/fault-counts.ts';
import type { Context } from '../context.ts';
import { say } from './say.ts';
import { within } from './within.ts';

/** A value about a person, checked; null when there is none, when it is broken, or when KV fails or is slow: all counted. */
export const readKv = async <T>(
  { env, config }: Pick<Context, 'env' | 'config'>,
  key: string,
  check: (value: unknown) => T,
): Promise<T | null> => {
  try {
    const value = await within(env.PROFILES.get(key, 'json'), config.readDeadlineMs, 'profiles');
    return value === null ? null : check(value);
  } catch (error) {
    countFault('store-failed');
    say('warn', 'profile-not-read', error);
    return null;
  }
};
