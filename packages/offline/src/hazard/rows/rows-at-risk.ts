import { Fault } from '@causeway/contract';
import type { PeriodTable } from '../person-period.ts';

/**
 * The rows of a person-period table in which the event could still happen: those up to a person's first event, in the order of the
 * table. A hazard is P(event in t | none before t): a row behind the event stands under no condition that it knows, and a period
 * that is there twice counts twice. Throws `bad-input` with the rows of a person and period that come twice, or of an event that is not 0 or 1.
 */
export const rowsAtRisk = ({ n, period, event, person }: PeriodTable): Int32Array => {
  const seen = new Map<string | number, Map<number, number>>();
  const end = new Map<string | number, number>();
  for (let i = 0; i < n; i++) {
    const [who, t] = [person[i] as string | number, period[i] as number];
    const own = seen.get(who) ?? new Map<number, number>();
    seen.set(who, own);
    if (event[i] !== 0 && event[i] !== 1)
      throw new Fault('bad-input', `row ${i + 1}`, `event ${event[i]}, allowed is 0 or 1`);
    const before = own.get(t);
    if (before !== undefined)
      throw new Fault(
        'bad-input',
        `rows ${before + 1} and ${i + 1}`,
        `both are session ${who} at time ${t}: a session has one row a period`,
      );
    own.set(t, i);
    if (event[i] === 1) end.set(who, Math.min(t, end.get(who) ?? Number.POSITIVE_INFINITY));
  }
  const isAtRisk = (i: number): boolean =>
    (period[i] as number) <= (end.get(person[i] as string | number) ?? Number.POSITIVE_INFINITY);
  return Int32Array.from({ length: n }, (_, i) => i).filter(isAtRisk);
};
