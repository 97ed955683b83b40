import { STATE_SIZE } from '@causeway/contract';
import type { Exposures, Unexposed } from '../exposure/exposures.ts';
import { take, takeRows } from '../maths/index.ts';

const pick = <T>(values: readonly T[], rows: Int32Array): T[] => Array.from(rows, (i) => values[i] as T);
const pickBytes = (values: Uint8Array, rows: Int32Array): Uint8Array =>
  Uint8Array.from(rows, (i) => values[i] as number);

/** The chosen rows as a table of their own. */
export const subsetExposures = (e: Exposures, rows: Int32Array): Exposures => {
  const arms = e.actions.length;
  return {
    n: rows.length,
    actions: e.actions,
    x: takeRows(e.x, e.n === 0 ? STATE_SIZE : e.x.length / e.n, rows),
    action: Int32Array.from(rows, (i) => e.action[i] as number),
    propensity: take(e.propensity, rows),
    pi: takeRows(e.pi, arms, rows),
    eligible: Uint8Array.from({ length: rows.length * arms }, (_, at) => {
      return e.eligible[(rows[Math.floor(at / arms)] as number) * arms + (at % arms)] as number;
    }),
    reward: take(e.reward, rows),
    cost: take(e.cost, rows),
    converted: pickBytes(e.converted, rows),
    revenue: take(e.revenue, rows),
    cartCents: take(e.cartCents, rows),
    stage: pick(e.stage, rows),
    hazard: take(e.hazard, rows),
    at: take(e.at, rows),
    subject: pick(e.subject, rows),
    session: pick(e.session, rows),
    decision: pick(e.decision, rows),
    mode: pick(e.mode, rows),
    release: pick(e.release, rows),
    known: pickBytes(e.known, rows),
    mobile: pickBytes(e.mobile, rows),
  };
};

export const subsetUnexposed = (u: Unexposed, rows: Int32Array): Unexposed => ({
  n: rows.length,
  reward: take(u.reward, rows),
  converted: pickBytes(u.converted, rows),
  subject: pick(u.subject, rows),
  at: take(u.at, rows),
});
