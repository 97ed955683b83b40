import type { DecisionRecord, StoredLine } from '@causeway/contract';
import { configOf } from '../cache/config-of.ts';
import type { Env } from '../env.ts';
import { budgetObject } from '../objects/budget-object.ts';
import type { Offer } from '../objects/budget-types.ts';

const offersMoney = (record: DecisionRecord): record is DecisionRecord & { lease: string } =>
  record.lease !== null && record.granted && record.action !== 'none' && record.faceCents > 0;

/** Tells the budget of every incentive that the log holds: what an isolate spent and did not live to report. */
export const reconcile = async (env: Env, stored: readonly StoredLine[], now: number): Promise<void> => {
  const offers: Offer[] = [];
  for (const { line } of stored) {
    if (line.kind !== 'decision' || !offersMoney(line)) continue;
    offers.push({ lease: line.lease, decision: line.id, session: line.session, cents: line.faceCents });
  }
  if (offers.length > 0) await budgetObject(env).report(offers, now, configOf(env).reservationMs);
};
