import { Fault } from '@causeway/contract';
import { isMissing, numberOf } from '../../hazard/rows/read-cell.ts';
import type { PlainCell } from '../../table/index.ts';
import { makeSeries, type Series } from '../change/index.ts';

/** What of a user's table is watched. */
export type TableQuestion = {
  /** columns; `column=value` watches how often a value stands there; of an event log, names of events */
  readonly metrics: readonly string[];
  /** one series a value of these columns together */
  readonly by: readonly string[];
  /** an event log: the column of names, the column of units (visits), and the event that makes a unit count (its time is the unit's) */
  readonly events: { readonly column: string; readonly unit: string; readonly among: string | null } | null;
  /** also count rows in buckets of so many ms; null does not */
  readonly countMs: number | null;
};

export type TableColumns = {
  readonly n: number;
  readonly names: readonly string[];
  readonly at: Float64Array;
  cells(name: string): readonly PlainCell[];
};

/** Fewer observations than this are no series: such a group is left out, and said. */
const LEAST = 60;
const MOST_GROUPS = 200;

const YES: Readonly<Record<string, number>> = { yes: 1, y: 1, true: 1, t: 1, no: 0, n: 0, false: 0, f: 0 };

const asValue = (cell: PlainCell, metric: string, row: number): number => {
  if (isMissing(cell)) return Number.NaN;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  const known = typeof cell === 'string' ? YES[cell.trim().toLowerCase()] : undefined;
  const value = known ?? numberOf(cell);
  if (Number.isFinite(value)) return value;
  throw new Fault(
    'bad-input',
    `column ${metric}, row ${row + 1}`,
    `got ${String(cell)}, allowed is a number or yes and no; ${metric}=${String(cell)} watches how often it stands there`,
  );
};

type Observations = { readonly at: number[]; readonly value: number[] };

const put = (into: Map<string, Observations>, group: string, at: number, value: number): void => {
  const held = into.get(group) ?? { at: [], value: [] };
  held.at.push(at);
  held.value.push(value);
  into.set(group, held);
};

const groupOf = (by: readonly (readonly PlainCell[])[], names: readonly string[], row: number): string =>
  names
    .map((name, k) => `${name}=${isMissing(by[k]?.[row] ?? null) ? '(missing)' : String(by[k]?.[row])}`)
    .join(', ');

/** One observation a row. */
const rowSeries = (table: TableColumns, metric: string, q: TableQuestion): Map<string, Observations> => {
  const at = metric.indexOf('=');
  const isValue = !table.names.includes(metric) && at > 0;
  const name = isValue ? metric.slice(0, at) : metric;
  if (!table.names.includes(name)) {
    const holder = table.names.find((other) => table.cells(other).some((cell) => cell === metric));
    const hint =
      holder === undefined
        ? `there are ${table.names.join(', ')}`
        : `the column ${holder} holds it as a value: --events ${holder} --unit COLUMN takes rows as events, ${holder}=${metric} as a share of rows`;
    throw new Fault('bad-input', `metric ${metric}`, `there is no such column; ${hint}`);
  }
  const cells = table.cells(name);
  const wanted = metric.slice(at + 1);
  const by = q.by.map((column) => table.cells(column));
  const found = new Map<string, Observations>();
  for (let i = 0; i < table.n; i++) {
    const cell = cells[i] as PlainCell;
    const value = isValue
      ? isMissing(cell)
        ? Number.NaN
        : String(cell) === wanted
          ? 1
          : 0
      : asValue(cell, metric, i);
    if (Number.isFinite(table.at[i] as number))
      put(found, groupOf(by, q.by, i), table.at[i] as number, value);
  }
  return found;
};

/** One observation a unit: did the event happen in it. */
const unitSeries = (table: TableColumns, metric: string, q: TableQuestion): Map<string, Observations> => {
  const { column, unit, among } = q.events as NonNullable<TableQuestion['events']>;
  const [names, units] = [table.cells(column), table.cells(unit)];
  if (!names.includes(metric))
    throw new Fault('bad-input', `metric ${metric}`, `no row of ${column} is called so`);
  const by = q.by.map((name) => table.cells(name));
  const seen = new Map<PlainCell, { at: number; counts: boolean; value: number; group: string }>();
  for (let i = 0; i < table.n; i++) {
    const [at, name] = [table.at[i] as number, String(names[i])];
    if (!Number.isFinite(at) || isMissing(units[i] ?? null)) continue;
    const key = units[i] as PlainCell;
    const held = seen.get(key) ?? {
      at: Infinity,
      counts: among === null,
      value: 0,
      group: groupOf(by, q.by, i),
    };
    if (among === null || name === among) {
      held.at = Math.min(held.at, at);
      held.counts = true;
    }
    if (name === metric) held.value = 1;
    seen.set(key, held);
  }
  const found = new Map<string, Observations>();
  for (const { at, counts, value, group } of seen.values()) if (counts) put(found, group, at, value);
  return found;
};

const countSeries = (table: TableColumns, q: TableQuestion): Map<string, Observations> => {
  const width = q.countMs as number;
  const by = q.by.map((column) => table.cells(column));
  const counts = new Map<string, Map<number, number>>();
  const bucket = (at: number) => Math.floor(at / width);
  const present = table.at.filter((at) => Number.isFinite(at));
  const [first, last] = present.reduce(
    ([low, high], at) => [Math.min(low, bucket(at)), Math.max(high, bucket(at))],
    [Infinity, -Infinity],
  );
  for (let i = 0; i < table.n; i++) {
    if (!Number.isFinite(table.at[i] as number)) continue;
    const group = groupOf(by, q.by, i);
    const held = counts.get(group) ?? new Map<number, number>();
    const at = bucket(table.at[i] as number);
    held.set(at, (held.get(at) ?? 0) + 1);
    counts.set(group, held);
  }
  const found = new Map<string, Observations>();
  // The first and the last bucket are cut by where the file begins and ends.
  for (const [group, held] of counts)
    for (let at = first + 1; at < last; at++) put(found, group, at * width, held.get(at) ?? 0);
  return found;
};

/** The series that a question asks of a table, and the groups that are too small for one. Throws `bad-input` for what is not there. */
export const tableSeries = (table: TableColumns, q: TableQuestion): { series: Series[]; small: string[] } => {
  const parts = q.metrics.map(
    (metric) =>
      [metric, q.events === null ? rowSeries(table, metric, q) : unitSeries(table, metric, q)] as const,
  );
  if (q.countMs !== null) parts.push(['rows', countSeries(table, q)]);
  const all = parts.flatMap(([metric, groups]) =>
    [...groups].map(([group, found]) => ({ name: group === '' ? metric : `${metric} (${group})`, found })),
  );
  const small = all.filter(({ found }) => found.at.length < LEAST).map(({ name }) => name);
  const kept = all.filter(({ found }) => found.at.length >= LEAST);
  if (kept.length === 0)
    throw new Fault(
      'no-support',
      'monitor',
      `no metric has ${LEAST} observations: ${all
        .map(({ name, found }) => `${name} ${found.at.length}`)
        .slice(0, 5)
        .join(', ')}`,
    );
  if (kept.length > MOST_GROUPS)
    throw new Fault('bad-input', 'by', `it makes ${kept.length} series, allowed are ${MOST_GROUPS}`);
  return { series: kept.map(({ name, found }) => makeSeries(name, found.at, found.value)), small };
};
