import type { DecisionRequest, DecisionResponse, Session } from '@causeway/contract';
import { decisionId, Fault, sealJson } from '@causeway/contract';
import { answerOnce } from '../cache/answers.ts';
import { hmacKeys } from '../cache/key-ring.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import { isBlind, liveRelease } from '../cache/live-release.ts';
import { countDecision } from '../cache/metrics.ts';
import { RECEIPT_LIFE_MS } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import { streamDecision } from '../http/stream.ts';
import { textCodec } from '../http/text-codec.ts';
import { wrapLine } from '../log/ndjson.ts';
import { queueLines } from '../log/queue-lines.ts';
import { drawRecord } from './draw-record.ts';
import { fallbackRecord } from './fallback-record.ts';
import { nextSession } from './next-session.ts';
import { openSession } from './open-session.ts';
import { sealReceipt } from './seal-receipt.ts';
import { sealSession } from './seal-session.ts';
import { visitUnder } from './visit-under.ts';

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

/** A visit, and the token that says just this; null when it says something older. */
type Carried = { readonly visit: Session; readonly token: string | null };

const answerFor = async (
  ask: DecisionRequest['ask'],
  { visit, token }: Carried,
  named: Named | null,
  context: Context,
): Promise<DecisionResponse> => {
  const { env, now, origin } = context;
  const drawn =
    named === null
      ? await fallbackRecord(ask, visit, context)
      : await drawRecord({ ask, visit, ...named, context });
  const record = visit.sealed === undefined ? drawn : { ...drawn, sealed: true as const };
  const text = JSON.stringify(record);
  const line = wrapLine(text, { subject: record.subject, receivedAt: now, source: 'edge' });
  // A lost message costs nothing: the receipt brings the record back with the next beacon.
  context.later(queueLines(env.LOG_QUEUE, line).catch(() => undefined));
  countDecision(record);
  streamDecision(env, record);
  const { current } = await hmacKeys(env, 'RECEIPT_KEYS');
  const options = {
    purpose: 'receipt',
    audience: origin,
    now,
    lifeMs: RECEIPT_LIFE_MS,
    codec: textCodec,
  } as const;
  // The page carries the receipt.
  const told = visit.sealed === undefined ? text : JSON.stringify(await sealReceipt(record, env));
  const receipt = await sealJson(told, options, current);
  const next = nextSession(visit, record, named?.live ?? null);
  // A draw of nothing leaves the visit as it was: then its token is still the right one.
  const session = next === visit && token !== null ? token : await sealSession(next, context);
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
  if (live === null) return { json: await answerFor(ask, { visit, token: session }, null, context) };
  const here = await visitUnder(live, visit, context);
  const carried = { visit: here, token: here === visit ? session : null };
  const id = decisionId({ profile: here.profile, session: here.session, ask, release: live.digest });
  const answer = await timing.measure('decide', () =>
    answerOnce(`${origin} ${id}`, now, () => answerFor(ask, carried, { live, id }, context)),
  );
  return { json: answer };
};
