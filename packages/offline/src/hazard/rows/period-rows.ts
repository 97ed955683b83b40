import { Fault } from '@causeway/contract';
import type { PlainCell } from '../../table/index.ts';
import { isEmpty, isMissing, truthOf } from './read-cell.ts';
import type { TimeAxis } from './time-axis.ts';

/** Rows that cannot be used, by reason. */
export type Dropped = {
  readonly missingSession: number;
  readonly missingTime: number;
  readonly missingEvent: number;
  /** the same in every column that is read */
  readonly duplicates: number;
  /** behind the event of their session: nothing can happen there any more */
  readonly afterEvent: number;
};

/** Person-period rows, sessions in the order of their start, a session's rows in the order of time. */
export type PeriodRows = {
  readonly n: number;
  /** Row of the file, from 0. */
  readonly row: Int32Array;
  /** Number of the session, 0, 1, .. in the order of their start. */
  readonly session: Int32Array;
  readonly sessions: number;
  readonly time: Float64Array;
  readonly start: Float64Array;
  /** 1 where the event happened in this period. */
  readonly event: Uint8Array;
  /** Periods of the session so far, this one included. */
  readonly step: Int32Array;
  /** Time since the session's first row, and since the row before (0 for the first), in seconds or in the column's own unit. */
  readonly elapsed: Float64Array;
  readonly gap: Float64Array;
  readonly dropped: Dropped;
};

export type PeriodCells = {
  readonly n: number;
  readonly session: readonly PlainCell[];
  readonly time: TimeAxis;
  readonly event: readonly PlainCell[];
  /** The name of the event's column, for messages. */
  readonly eventName: string;
  /** Every other column that is read. */
  readonly others: readonly (readonly PlainCell[])[];
};

const keyOf = (cell: PlainCell): string => (cell instanceof Date ? cell.toISOString() : String(cell));

/**
 * Sorts and cleans the rows of a file; what is dropped is counted. Throws `bad-input` for an event that is neither 0 nor 1, or a
 * file of which nothing is left.
 */
export const periodRows = (cells: PeriodCells): PeriodRows => {
  const { session, time, event, eventName, others } = cells;
  const dropped = { missingSession: 0, missingTime: 0, missingEvent: 0, duplicates: 0, afterEvent: 0 };
  const happened = new Uint8Array(cells.n);
  const rowsOf = new Map<string, number[]>();
  for (let i = 0; i < cells.n; i++) {
    const name = session[i] as PlainCell;
    const outcome = event[i] as PlainCell;
    if (isEmpty(name)) dropped.missingSession++;
    else if (Number.isNaN(time.at[i])) dropped.missingTime++;
    else if (isMissing(outcome)) dropped.missingEvent++;
    else {
      const truth = truthOf(outcome);
      if (Number.isNaN(truth))
        throw new Fault(
          'bad-input',
          `column ${eventName}, row ${i + 1}`,
          `got ${String(outcome)}, allowed is 0 or 1 (or true and false, yes and no)`,
        );
      happened[i] = truth;
      const key = keyOf(name);
      const rows = rowsOf.get(key);
      if (rows === undefined) rowsOf.set(key, [i]);
      else rows.push(i);
    }
  }
  const at = (i: number): number => time.at[i] as number;
  const kept: { readonly first: number; readonly rows: number[] }[] = [];
  for (const own of rowsOf.values()) {
    // At one moment the event comes last: coarse times, or rows in no order, must not cut a session short.
    own.sort((a, b) => at(a) - at(b) || (happened[a] as number) - (happened[b] as number) || a - b);
    const rows: number[] = [];
    let done = false;
    let seen = new Set<string>();
    let moment = Number.NaN;
    for (const i of own) {
      if (at(i) !== moment) seen = new Set();
      moment = at(i);
      const whole = `${happened[i]}\u0001${others.map((column) => keyOf(column[i] as PlainCell)).join('\u0001')}`;
      if (seen.has(whole)) dropped.duplicates++;
      else if (done) dropped.afterEvent++;
      else rows.push(i);
      seen.add(whole);
      done = done || happened[i] === 1;
    }
    kept.push({ first: own[0] as number, rows });
  }
  kept.sort((a, b) => at(a.first) - at(b.first) || a.first - b.first);
  const order = kept.flatMap(({ rows }) => rows);
  if (order.length === 0)
    throw new Fault(
      'bad-input',
      'person periods',
      `of ${cells.n} rows none has a session, a time and an event`,
    );
  return { ...placed(kept, order.length, time, happened), dropped };
};

const placed = (
  kept: readonly { readonly rows: readonly number[] }[],
  n: number,
  { at, unitMs }: TimeAxis,
  happened: Uint8Array,
): Omit<PeriodRows, 'dropped'> => {
  const out = {
    row: new Int32Array(n),
    session: new Int32Array(n),
    time: new Float64Array(n),
    start: new Float64Array(n),
    event: new Uint8Array(n),
    step: new Int32Array(n),
    elapsed: new Float64Array(n),
    gap: new Float64Array(n),
  };
  const unit = unitMs === null ? 1 : unitMs / 1000;
  let i = 0;
  kept.forEach(({ rows }, s) => {
    const start = at[rows[0] as number] as number;
    rows.forEach((row, k) => {
      const now = at[row] as number;
      out.row[i] = row;
      out.session[i] = s;
      out.time[i] = now;
      out.start[i] = start;
      out.event[i] = happened[row] as number;
      out.step[i] = k + 1;
      out.elapsed[i] = (now - start) * unit;
      out.gap[i] = k === 0 ? 0 : (now - (at[rows[k - 1] as number] as number)) * unit;
      i++;
    });
  });
  return { n, sessions: kept.length, ...out };
};
