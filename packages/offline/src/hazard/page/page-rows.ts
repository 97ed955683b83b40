import { EMBEDDING_SIZE, HAZARD_ROW_NAMES, hazardRow, PHI_SIZE, STAGES } from '@causeway/contract';
import type { PersonPeriods } from '../../exposure/exposures.ts';
import { sessionStarts } from '../evaluate-hazard.ts';
import type { HazardRows } from '../models/hazard-rows.ts';

/** A hazard row with its stage as 0 and 1: what forms beyond the linear one are learned from. */
export const PAGE_COLUMNS: readonly string[] = [
  ...STAGES.map((stage) => `stage.${stage}`),
  ...HAZARD_ROW_NAMES.slice(1),
];

/** The contract's hazard row of person-period row i. */
export const hazardRowAt = (periods: PersonPeriods, i: number): Float32Array =>
  hazardRow({
    stage: STAGES[periods.stage[i] as number] as (typeof STAGES)[number],
    step: periods.step[i] as number,
    z: Array.from(periods.z.subarray(i * EMBEDDING_SIZE, (i + 1) * EMBEDDING_SIZE)),
    phi: Array.from(periods.phi.subarray(i * PHI_SIZE, (i + 1) * PHI_SIZE)),
  });

/** The chosen rows as a table to learn from, session by session in the order of their start. */
export const pageRows = (periods: PersonPeriods, rows: readonly number[]): HazardRows => {
  const start = sessionStarts(periods);
  const name = (i: number): string => periods.session[i] as string;
  const order = [...rows].sort((a, b) => {
    if (start[a] !== start[b]) return (start[a] as number) - (start[b] as number);
    if (name(a) !== name(b)) return name(a) < name(b) ? -1 : 1;
    return (periods.step[a] as number) - (periods.step[b] as number);
  });
  const d = PAGE_COLUMNS.length;
  const x = new Float32Array(order.length * d);
  const session = new Int32Array(order.length);
  order.forEach((i, k) => {
    const row = hazardRowAt(periods, i);
    x[k * d + (row[0] as number)] = 1;
    x.set(row.subarray(1), k * d + STAGES.length);
    const before = order[k - 1];
    if (before !== undefined) session[k] = (session[k - 1] as number) + (name(before) === name(i) ? 0 : 1);
  });
  return { n: order.length, d, x, y: Uint8Array.from(order, (i) => periods.event[i] as number), session };
};
