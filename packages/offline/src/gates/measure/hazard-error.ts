import type { Release } from '@causeway/contract';
import type { PersonPeriods } from '../../exposure/index.ts';
import { calibrationTable } from '../../hazard/index.ts';
import { servedHazard } from './served-hazard.ts';

const RECENT = 0.25;
const LEAST_ROWS = 200;

/**
 * How far the release's own λ is from what happened on the last quarter of the rows, beyond what sampling explains: Σ (rows/n) max(0, |observed -
 * predicted| - 2.5 se) over five bins, or the same of all rows together where that is more.
 * Null with too few rows.
 */
export const hazardExcessError = (page: Release['page'], periods: PersonPeriods): number | null => {
  const order = Int32Array.from({ length: periods.n }, (_, i) => i).sort(
    (a, b) => (periods.at[a] as number) - (periods.at[b] as number),
  );
  const rows = Array.from(order.subarray(Math.floor((1 - RECENT) * periods.n)));
  if (rows.length < LEAST_ROWS) return null;
  const pick = (values: ArrayLike<number>) => rows.map((i) => values[i] as number);
  const p = rows.map((i) => servedHazard(page, periods, i));
  const session = rows.map((i) => periods.session[i] as string);
  const beyond = (bins: number): number =>
    calibrationTable(p, pick(periods.event), session, bins).reduce(
      (sum, { rows: n, predicted, observed }) => {
        // A bin in which nothing happened has no spread of its own: there the model's spread stands in.
        const error = Math.max(observed.standardError, Math.sqrt((predicted * (1 - predicted)) / n));
        return sum + (n / rows.length) * Math.max(0, Math.abs(observed.value - predicted) - 2.5 * error);
      },
      0,
    );
  return Math.max(beyond(5), beyond(1));
};
