import type { PeriodRows } from './period-rows.ts';

/** Which rows are learned from and which are foretold. Both lists ascend. */
export type RowSplit = {
  /** 'session': a session is tested whole; 'row': times start anew in every session, so its rows are divided. */
  readonly by: 'session' | 'row';
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Rows at or after the moment in sessions that had begun before it: neither learned from nor tested. */
  readonly straddling: number;
};

/**
 * The past and the future of a moment: rows before it are learned from (a session that goes on is censored there), sessions
 * that begin at it or later are tested. Where no session begins later, as with numbers of periods, rows at it or later are tested.
 */
export const splitRows = (rows: PeriodRows, moment: number): RowSplit => {
  const all = Int32Array.from({ length: rows.n }, (_, i) => i);
  const train = all.filter((i) => (rows.time[i] as number) < moment);
  const later = all.filter((i) => (rows.start[i] as number) >= moment);
  const by = later.length > 0 ? 'session' : 'row';
  const test = by === 'session' ? later : all.filter((i) => (rows.time[i] as number) >= moment);
  return { by, train, test, straddling: rows.n - train.length - test.length };
};
