import type { DecisionRequest, DecisionResponse, Profile, Session } from '@causeway/contract';
import { decisionId, Fault, NONE, priorProfile, seal } from '@causeway/contract';
import { answerOnce } from '../cache/answers.ts';
import { hmacKeys } from '../cache/key-ring.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import { liveRelease } from '../cache/live-release.ts';
import { RECEIPT_LIFE_MS } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { toNdjson } from '../log/ndjson.ts';
import { queueLines } from '../log/queue-lines.ts';
import { drawRecord } from './draw-record.ts';
import { openSession } from './open-session.ts';
import { sealSession } from './seal-session.ts';

/** A visit that began under another release carries another encoder's z: the prior stands in for it, and is logged so. */
const profileUnder = (live: LiveRelease, profile: Profile): Profile => {
  if (profile.release === live.digest || live.release.lineage.includes(profile.release ?? '')) return profile;
  const { z, spread } = priorProfile(profile.subject);
  return { ...profile, z, spread };
};

const answerFor = async (
  ask: DecisionRequest['ask'],
  visit: Session,
  live: LiveRelease,
  context: Context,
) => {
  const { env, now, origin } = context;
  const record = await drawRecord({ ask, visit, live, context });
  const line = { line: record, subject: record.subject, receivedAt: now, source: 'edge' as const };
  // A lost message costs nothing: the receipt brings the record back with the next beacon.
  context.later(queueLines(env.LOG_QUEUE, toNdjson([line])).catch(() => undefined));
  const { counts } = visit;
  const next =
    record.action === NONE ? counts : { ...counts, [record.action]: (counts[record.action] ?? 0) + 1 };
  const { current } = await hmacKeys(env, 'RECEIPT_KEYS');
  const answer: DecisionResponse = {
    version: 1,
    decision: record.id,
    action: record.granted ? record.action : NONE,
    propensity: record.propensity,
    distribution: Object.fromEntries(record.actions.map((id, k) => [id, record.distribution[k] as number])),
    receipt: await seal(
      record,
      { purpose: 'receipt', audience: origin, now, lifeMs: RECEIPT_LIFE_MS },
      current,
    ),
    session: await sealSession({ ...visit, counts: next }, context),
  };
  return answer;
};

/** POST /v1/decision. Asking again for the same point and step under the same release gives the answer that was logged. */
export const decision = async ({ session, ask }: DecisionRequest, context: Context): Promise<Reply> => {
  const { env, now, origin, timing } = context;
  const visit = await openSession(session, context);
  const live = await timing.measure('release', () => liveRelease(env, now));
  if (live === null) throw new Fault('no-release', 'decision', 'nothing to decide with yet');
  const known = new Set(live.release.actions.map(({ id }) => id));
  const foreign = ask.offered.find((id) => !known.has(id));
  if (foreign !== undefined) {
    throw new Fault(
      'unknown-action',
      'decision.ask.offered',
      `got ${foreign}, allowed is one of ${[...known].join(', ')}`,
    );
  }
  const here: Session = { ...visit, profile: profileUnder(live, visit.profile) };
  const id = decisionId({ profile: here.profile, session: here.session, ask, release: live.digest });
  const answer = await timing.measure('decide', () =>
    answerOnce(`${origin} ${id}`, now, () => answerFor(ask, here, live, context)),
  );
  return { json: answer };
};
