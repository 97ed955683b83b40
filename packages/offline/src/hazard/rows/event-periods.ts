import { Fault } from '@causeway/contract';
import type { PlainCell } from '../../table/index.ts';
import { isMissing } from './read-cell.ts';
import type { TimeAxis } from './time-axis.ts';

export type EventLog = {
  readonly n: number;
  readonly session: readonly PlainCell[];
  readonly time: TimeAxis;
  /** The cells that `time` was read from: they are written as they are. */
  readonly timeCells: readonly PlainCell[];
  /** What happened: home, cart, purchase, .. */
  readonly name: readonly PlainCell[];
  /** Columns that go along as they are. */
  readonly keep: Readonly<Record<string, readonly PlainCell[]>>;
};

export type PeriodOptions = {
  /** A session's rows begin with the first of these events. */
  readonly from: readonly string[];
  /** Nothing is foretold from this event on: the session has come to its good end. */
  readonly until: readonly string[];
};

export type EventPeriods = {
  readonly names: readonly string[];
  readonly rows: PlainCell[][];
  readonly sessions: number;
};

/** Most events that get a count of their own, by how often they occur. */
const MOST_COUNTS = 40;

/**
 * Person-period rows of an event log: a row an event, from a session's first event of `from` on, until one of `until`. The event `left` is 1 at
 * a session's last row when it ended without `until`. Beside the columns kept, a row says the event, the one before it, the number
 * of events before the first row, how many different ones so far, and how often each has been: all known at the row's time.
 * Throws `bad-input` when no session has an event of `from`.
 */
export const eventPeriods = (log: EventLog, { from, until }: PeriodOptions): EventPeriods => {
  const text = (i: number): string => (isMissing(log.name[i] as PlainCell) ? '' : String(log.name[i]));
  const at = (i: number): number => log.time.at[i] as number;
  const frequency = new Map<string, number>();
  const sessions = new Map<string, number[]>();
  for (let i = 0; i < log.n; i++) {
    if (isMissing(log.session[i] as PlainCell) || Number.isNaN(at(i))) continue;
    const key = String(log.session[i]);
    const own = sessions.get(key);
    if (own === undefined) sessions.set(key, [i]);
    else own.push(i);
    frequency.set(text(i), (frequency.get(text(i)) ?? 0) + 1);
  }
  const counted = [...frequency.entries()]
    .filter(([name]) => name !== '' && !until.includes(name))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_COUNTS)
    .map(([name]) => name)
    .sort();
  const kept = Object.entries(log.keep);
  const rows: PlainCell[][] = [];
  let used = 0;
  for (const own of sessions.values()) {
    own.sort((a, b) => at(a) - at(b) || a - b);
    const first = own.findIndex((i) => from.length === 0 || from.includes(text(i)));
    if (first < 0) continue;
    const good = own.findIndex((i, k) => k >= first && until.includes(text(i)));
    const last = good < 0 ? own.length : good;
    if (last > first) used++;
    const counts = new Map<string, number>();
    for (const [k, i] of own.slice(0, last).entries()) {
      counts.set(text(i), (counts.get(text(i)) ?? 0) + 1);
      if (k < first) continue;
      rows.push([
        log.session[i] as PlainCell,
        log.timeCells[i] as PlainCell,
        good < 0 && k === own.length - 1 ? 1 : 0,
        text(i),
        k === 0 ? 'none' : text(own[k - 1] as number),
        first,
        counts.size,
        ...counted.map((name) => counts.get(name) ?? 0),
        ...kept.map(([, cells]) => cells[i] as PlainCell),
      ]);
    }
  }
  if (rows.length === 0)
    throw new Fault(
      'bad-input',
      '--from',
      `no session has ${from.join(' or ')}; events are ${counted.join(', ')}`,
    );
  const names = [
    'session',
    'time',
    'left',
    'now',
    'before',
    'events_before',
    'different',
    ...counted.map((name) => `n_${name}`),
  ];
  return { names: [...names, ...kept.map(([name]) => name)], rows, sessions: used };
};
