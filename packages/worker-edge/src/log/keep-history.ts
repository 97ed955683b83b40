import type { Shown, StoredLine } from '@causeway/contract';
import { checkHistory, lookBackMs, MAX_HISTORY, NONE } from '@causeway/contract';
import { configOf } from '../cache/config-of.ts';
import { newestRelease } from '../cache/live-release.ts';
import type { Env } from '../env.ts';
import { erasedAt } from './erased-at.ts';

export const historyKey = (subject: string): string => `history:${subject}`;

/** KV forgets no sooner. */
const LEAST_TTL_SECONDS = 60;

/** What two lists together tell, each event once, the newest last. */
export const joinHistory = (before: readonly Shown[], more: readonly Shown[]): Shown[] => {
  const all = new Map([...before, ...more].map((shown) => [`${shown.at} ${shown.action}`, shown]));
  return [...all.values()].sort((a, b) => a.at - b.at).slice(-MAX_HISTORY);
};

/** A value that cannot be read is as good as none. */
export const historyOf = async (env: Env, subject: string): Promise<Shown[]> => {
  const found: unknown = await env.PROFILES.get(historyKey(subject), 'json');
  try {
    return found === null ? [] : checkHistory(found, 'history');
  } catch {
    return [];
  }
};

/** Writes down, by person, what was drawn for her, when the live release has rules that look back. Twice does no harm. */
export const keepHistory = async (env: Env, stored: readonly StoredLine[], now: number): Promise<void> => {
  const drawn = stored.filter(({ line }) => line.kind === 'decision' && line.action !== NONE);
  if (drawn.length === 0) return;
  const live = await newestRelease(env, configOf(env), now);
  const length = lookBackMs(live?.release.rules);
  if (length === 0) return;
  const people = new Map<string, Shown[]>();
  for (const { line, subject } of drawn)
    if (line.kind === 'decision' && line.granted && line.at > now - length)
      people.set(subject, [...(people.get(subject) ?? []), { action: line.action, at: line.at }]);
  for (const [subject, more] of people) {
    // What was drawn before an erasure is not written down again: its lines may come late, and KV may still show the list of then.
    const erased = await erasedAt(env, subject);
    const fresh = more.filter(({ at }) => at > erased);
    if (fresh.length === 0) continue;
    const from = Math.max(erased, now - length);
    const before = (await historyOf(env, subject)).filter(({ at }) => at > from);
    const expirationTtl = Math.max(LEAST_TTL_SECONDS, Math.ceil(length / 1000));
    await env.PROFILES.put(historyKey(subject), JSON.stringify(joinHistory(before, fresh)), {
      expirationTtl,
    });
  }
};
