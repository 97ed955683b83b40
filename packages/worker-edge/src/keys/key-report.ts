import type { Env } from '../env.ts';
import { HMAC_LISTS, type KeyName } from './key-names.ts';
import { readDrawKey, readHmacList, readProfileKeys, readReleaseKeys } from './read-key.ts';

const kids = (list: readonly { kid: string }[]): string[] => list.map(({ kid }) => kid);

/** The kids of every configured secret, current first, and the names of those that are missing or unreadable. */
export const keyReport = (env: Env): { keys: Record<string, string[]>; missing: KeyName[] } => {
  const readers: [KeyName, () => string[]][] = [
    ...HMAC_LISTS.map((name): [KeyName, () => string[]] => [name, () => kids(readHmacList(env, name))]),
    ['DRAW_KEY', () => kids([readDrawKey(env)])],
    ['PROFILE_KEYS', () => kids(readProfileKeys(env))],
    ['RELEASE_KEYS', () => kids(readReleaseKeys(env))],
  ];
  const keys: Record<string, string[]> = {};
  const missing: KeyName[] = [];
  for (const [name, reader] of readers) {
    try {
      keys[name] = reader();
    } catch {
      missing.push(name);
    }
  }
  return { keys, missing };
};
