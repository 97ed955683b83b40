import type { Ask, DecisionRecord, Release, Session } from '@causeway/contract';
import {
  DEFAULT_ACTIONS,
  decide,
  decisionModels,
  firstRelease,
  releaseDigest,
  uniformPolicy,
} from '@causeway/contract';
import { drawKey } from '../cache/key-ring.ts';
import type { Context } from '../context.ts';

/** A fixed release of one action, `none`: it needs no store, and it can neither spend nor annoy. */
export const fallbackRelease = (): Release => ({
  ...firstRelease({ createdAt: 0, budget: { id: 'fallback', capCents: 0 }, salt: 'fallback' }),
  note: 'no store can be read',
  actions: DEFAULT_ACTIONS.slice(0, 1),
  policy: uniformPolicy(1),
});

/**
 * The decision of an isolate that could read no release from any store: `none`, with probability one, logged in its own
 * mode, so that nothing learns from it. It draws nothing, so it needs no memory of what was asked before.
 */
export const fallbackRecord = async (
  ask: Ask,
  { profile, session, counts }: Session,
  { env, now, config }: Context,
): Promise<DecisionRecord> => {
  const release = fallbackRelease();
  const record = decide({
    ask: { ...ask, offered: [] },
    profile,
    session,
    counts,
    spendableCents: 0,
    at: now,
    release: releaseDigest(release),
    worker: config.worker,
    models: decisionModels(release, {}),
    drawKey: await drawKey(env),
  });
  return { ...record, mode: 'fallback' };
};
