import type { NamedDynamics, StepLine, StoredLine, StoredProfile, VisitMove } from '@causeway/contract';
import { checkStoredProfile, moveProfile, priorProfile, sessionSummary } from '@causeway/contract';
import { configOf } from '../cache/config-of.ts';
import { countFault } from '../cache/fault-counts.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import { newestRelease } from '../cache/live-release.ts';
import { PROFILE_TTL_SECONDS } from '../config.ts';
import type { Env } from '../env.ts';
import { say } from '../http/say.ts';
import { belongs, movedKey, newerOf, profileKey } from '../routes/stored-profile.ts';
import { ANONYMOUS } from '../routes/who-asks.ts';
import { erasedAt } from './erased-at.ts';
import { inTurns } from './in-turns.ts';

/** KV forgets no sooner. */
const LEAST_TTL_SECONDS = 60;

/** A visit that is over, as its lines tell: who, when they were received, and how it moves her z. */
type Over = { readonly subject: string; readonly receivedAt: number; readonly move: VisitMove };

/** The visits that end in these lines. The last step stands in the same beacon as the end; without it nothing is moved. */
const visitsOver = (stored: readonly StoredLine[]): Over[] => {
  const last = new Map<string, StepLine>();
  for (const { line } of stored)
    if (line.kind === 'step' && line.step >= (last.get(line.session)?.step ?? 0))
      last.set(line.session, line);
  const over = new Map<string, Over>();
  for (const { line, subject, receivedAt } of stored) {
    const step = line.kind === 'end' ? last.get(line.session) : undefined;
    // Whom the shop never vouched for may have as many names as she likes: no profile is made of them.
    if (line.kind !== 'end' || step === undefined || subject.startsWith(ANONYMOUS)) continue;
    if (over.has(line.session) && line.end !== 'order') continue;
    const u = sessionSummary(step, line.end === 'order');
    over.set(line.session, { subject, receivedAt, move: { session: line.session, u, at: line.at } });
  }
  return [...over.values()].sort((a, b) => a.move.at - b.move.at);
};

const read = async (env: Env, key: string): Promise<StoredProfile | null> => {
  const found: unknown = await env.PROFILES.get(key, 'json');
  return found === null ? null : checkStoredProfile(found, 'profile');
};

/** The prior of someone whom no batch has met: dated 0, so that any batch comes after it. */
const NO_BATCH = 0;
const unmet = (subject: string, release: string): StoredProfile => {
  const { z, spread } = priorProfile(subject);
  return { kind: 'profile', version: 1, release, at: NO_BATCH, z, spread };
};

/** What the batch said of her, moved so far; or the prior. Null when the batch is another encoder's; throws when it is broken. */
const profileOf = async (env: Env, subject: string, live: LiveRelease): Promise<StoredProfile | null> => {
  const [batch, moved] = await Promise.all([read(env, profileKey(subject)), read(env, movedKey(subject))]);
  const profile = newerOf(batch, moved) ?? unmet(subject, live.digest);
  if (belongs(profile, live)) return profile;
  return profile.at === NO_BATCH ? unmet(subject, live.digest) : null;
};

const moveOne = async (
  env: Env,
  { subject, of }: { readonly subject: string; readonly of: readonly Over[] },
  live: LiveRelease & { readonly dynamics: NamedDynamics },
  now: number,
): Promise<void> => {
  const erased = await erasedAt(env, subject);
  const fresh = of.filter(({ receivedAt }) => receivedAt > erased);
  const before = fresh.length === 0 ? null : await profileOf(env, subject, live);
  if (before === null) return;
  let after = before;
  for (const { move } of fresh) after = moveProfile(after, live.dynamics, move);
  const ofBatch = before.at !== NO_BATCH;
  if (after === before || (!ofBatch && after.moved?.spent === 1)) return;
  // The life of a profile is counted from the batch: moving it does not make it younger.
  const left = Math.floor(((ofBatch ? before.at : now) - now) / 1000) + PROFILE_TTL_SECONDS;
  if (left < LEAST_TTL_SECONDS) return;
  await env.PROFILES.put(movedKey(subject), JSON.stringify(after), { expirationTtl: left });
  // An erasure may have come in between.
  if ((await erasedAt(env, subject)) > erased) await env.PROFILES.delete(movedKey(subject));
};

/**
 * Moves the z of everyone whose visit ended in these lines (B45), once a visit, when the live release has dynamics. Two
 * consumers at once may lose one move of one person, and so may a store that fails: the next batch sets all of them right.
 * A move that starts from what KV's cache holds from before a batch stays under its own key, dated by that older batch: it is read no more.
 */
export const moveProfiles = async (env: Env, stored: readonly StoredLine[], now: number): Promise<void> => {
  const over = visitsOver(stored);
  if (over.length === 0) return;
  const live = await newestRelease(env, configOf(env), now);
  if (live === null || live.dynamics === null) return;
  const named = { ...live, dynamics: live.dynamics };
  await inTurns([...new Set(over.map(({ subject }) => subject))], async (subject) => {
    const of = over.filter((one) => one.subject === subject);
    await moveOne(env, { subject, of }, named, now).catch((error: unknown) => {
      countFault('store-failed');
      say('warn', 'profile-not-moved', error);
    });
  });
};
