import type { Ask, DecisionRecord, Session } from '@causeway/contract';
import { decide, decisionModels, pacedMultiplier, wantedCents } from '@causeway/contract';
import { countFault } from '../cache/fault-counts.ts';
import { drawKey } from '../cache/key-ring.ts';
import { goneShare, putBack, refill, spend, spendableCents } from '../cache/lease.ts';
import type { LiveRelease } from '../cache/live-release.ts';
import { modelRunners } from '../cache/model-runners.ts';
import type { Context } from '../context.ts';
import { within } from '../http/within.ts';
import { budgetObject } from '../objects/budget-object.ts';

type Input = {
  /** the decision's name */
  readonly id: string;
  readonly ask: Ask;
  readonly visit: Session;
  readonly live: LiveRelease;
  readonly context: Context;
};

/** Money in hand before scoring. A budget object that is slow or away leaves what is held: the mask fails closed. */
const fund = async (need: number, live: LiveRelease, { env, now, config, newId }: Context): Promise<void> => {
  const account = live.release.budget;
  const options = { now, lifeMs: config.leaseMs, graceMs: config.graceMs, lease: `${account.id}.${newId()}` };
  const work = refill(account, need, options, (request) => budgetObject(env).renew(request));
  await within(work, config.objectDeadlineMs, 'budget').catch(() => countFault('timeout'));
};

/** The paced multiplier, as far as this isolate knows what is gone of the budget. */
const multiplierOf = ({ release }: LiveRelease, plain: number, at: number): number | undefined => {
  if (release.pacing === undefined) return undefined;
  const gone = goneShare(release.budget);
  return gone === null ? plain : pacedMultiplier(release.pacing, plain, gone, at);
};

/** Whether this person's own object lets the incentive through; silence is a no. */
const isGranted = async (record: DecisionRecord, { env, now, config }: Context): Promise<boolean> => {
  const person = env.PERSON.get(env.PERSON.idFromName(record.subject));
  try {
    return await within(
      person.grant(record.id, now, config.personPeriodMs),
      config.objectDeadlineMs,
      'person',
    );
  } catch {
    countFault('timeout');
    return false;
  }
};

/**
 * One decision with its money. Masks, the draw and the payment from the slice happen in one go, with no await between
 * them, so that two decisions cannot spend the same cents. A draw that is then refused stays in the log as drawn
 * (intention to treat) with granted = false.
 */
export const drawRecord = async ({ id, ask, visit, live, context }: Input): Promise<DecisionRecord> => {
  const { env, now, config, timing } = context;
  const { release, digest } = live;
  const key = await drawKey(env);
  const models = decisionModels(release, visit.profile.arms, modelRunners);
  const known = {
    ask,
    profile: visit.profile,
    counts: visit.counts,
    ...(visit.history === undefined ? {} : { history: visit.history }),
    at: now,
    models,
  };
  const need = wantedCents(known);
  if (need > 0) await timing.measure('lease', () => fund(need, live, context));
  const multiplier = multiplierOf(live, models.policy.multiplier, now);
  const record = decide({
    ...known,
    id,
    session: visit.session,
    spendableCents: spendableCents(release.budget.id, now),
    ...(multiplier === undefined ? {} : { multiplier }),
    release: digest,
    worker: config.worker,
    drawKey: key,
  });
  const action = release.actions.find(({ id }) => id === record.action);
  if (action?.kind !== 'incentive') return record;
  const lease = spend(release.budget.id, record.faceCents, now);
  if (lease === null) return { ...record, granted: false };
  const granted = await timing.measure('person', () => isGranted(record, context));
  if (!granted) {
    putBack(lease, record.faceCents);
    return { ...record, lease, granted };
  }
  const offer = { lease, decision: record.id, session: record.session, cents: record.faceCents };
  // The log tells the budget again, should this report be lost.
  context.later(
    budgetObject(env)
      .report([offer], now, config.reservationMs)
      .catch(() => undefined),
  );
  return { ...record, lease, granted };
};
