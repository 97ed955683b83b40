import type { DecisionRequest, DecisionResponse, Profile, Session } from '@causeway/contract';
import { decisionId, Fault, priorProfile, seal } from '@causeway/contract';
import { answerOnce } from '../cache/answers.ts';
import { hmacKeys } from '../cache/key-ring.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import { isBlind, liveRelease } from '../cache/live-release.ts';
import { countDecision } from '../cache/metrics.ts';
import { RECEIPT_LIFE_MS } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { streamDecision } from '../http/stream.ts';
import { toNdjson } from '../log/ndjson.ts';
import { queueLines } from '../log/queue-lines.ts';
import { drawRecord } from './draw-record.ts';
import { fallbackRecord } from './fallback-record.ts';
import { nextSession } from './next-session.ts';
import { openSession } from './open-session.ts';
import { sealSession } from './seal-session.ts';

/** A visit that began under another release carries another encoder's z: the prior stands in for it, and is logged so. */
const profileUnder = (live: LiveRelease, profile: Profile): Profile => {
  if (profile.release === live.digest || live.release.lineage.includes(profile.release ?? '')) return profile;
  const { z, spread } = priorProfile(profile.subject);
  return { ...profile, z, spread };
};

/** The live release; null when no store can be read, and the fallback decides. Throws `no-release` before the first. */
const modelsFor = async (ask: DecisionRequest['ask'], context: Context): Promise<LiveRelease | null> => {
  const live = await context.timing.measure('release', () => liveRelease(context));
  if (live === null) {
    if (isBlind()) return null;
    throw new Fault('no-release', 'decision', 'nothing to decide with yet');
  }
  const known = live.release.actions.map(({ id }) => id);
  const foreign = ask.offered.find((id) => !known.includes(id));
  if (foreign === undefined) return live;
  throw new Fault(
    'unknown-action',
    'decision.ask.offered',
    `got ${foreign}, allowed is one of ${known.join(', ')}`,
  );
};

/** The release, and the name that the decision has under it. */
type Named = { readonly live: LiveRelease; readonly id: string };

const answerFor = async (
  ask: DecisionRequest['ask'],
  visit: Session,
  named: Named | null,
  context: Context,
): Promise<DecisionResponse> => {
  const { env, now, origin } = context;
  const record =
    named === null
      ? await fallbackRecord(ask, visit, context)
      : await drawRecord({ ask, visit, ...named, context });
  const line = { line: record, subject: record.subject, receivedAt: now, source: 'edge' as const };
  // A lost message costs nothing: the receipt brings the record back with the next beacon.
  context.later(queueLines(env.LOG_QUEUE, toNdjson([line])).catch(() => undefined));
  countDecision(record);
  streamDecision(env, record);
  const { current } = await hmacKeys(env, 'RECEIPT_KEYS');
  const options = { purpose: 'receipt', audience: origin, now, lifeMs: RECEIPT_LIFE_MS } as const;
  const [receipt, session] = await Promise.all([
    seal(record, options, current),
    sealSession(nextSession(visit, record, named?.live ?? null), context),
  ]);
  return {
    version: 1,
    decision: record.id,
    action: record.granted ? record.action : 'none',
    propensity: record.propensity,
    distribution: Object.fromEntries(record.actions.map((id, k) => [id, record.distribution[k] as number])),
    receipt,
    session,
  };
};

/** POST /v1/decision. Asking again for the same point and step under the same release gives the answer that was logged. */
export const decision = async ({ session, ask }: DecisionRequest, context: Context): Promise<Reply> => {
  const { now, origin, timing } = context;
  const visit = await openSession(session, context);
  const live = await modelsFor(ask, context);
  if (live === null) return { json: await answerFor(ask, visit, null, context) };
  const here: Session = { ...visit, profile: profileUnder(live, visit.profile) };
  const id = decisionId({ profile: here.profile, session: here.session, ask, release: live.digest });
  const answer = await timing.measure('decide', () =>
    answerOnce(`${origin} ${id}`, now, () => answerFor(ask, here, { live, id }, context)),
  );
  return { json: answer };
};
