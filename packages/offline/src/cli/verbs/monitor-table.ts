import { join } from 'node:path';
import { Fault } from '@causeway/contract';
import { isMissing, numberOf } from '../../hazard/rows/read-cell.ts';
import { momentOn, type TimeAxis, timeAxis } from '../../hazard/rows/time-axis.ts';
import {
  type Alert,
  type ComparedColumn,
  changeAlert,
  compareColumns,
  deliverAlerts,
  detectChanges,
  driftAlert,
  type Family,
  tableSeries,
} from '../../monitor/index.ts';
import { openWarehouse, type PlainCell, plainCell, readTable } from '../../table/index.ts';
import type { Run } from '../run.ts';
import type { MonitorOptions } from './monitor.ts';

type Table = {
  readonly n: number;
  readonly names: readonly string[];
  readonly cells: (name: string) => readonly PlainCell[];
};

const readCells = async (path: string): Promise<Table> => {
  const warehouse = await openWarehouse(':memory:');
  try {
    const table = await readTable(warehouse, path);
    const held = new Map<string, readonly PlainCell[]>();
    const cells = (name: string): readonly PlainCell[] => {
      const found = held.get(name) ?? table.column(name).map(plainCell);
      held.set(name, found);
      return found;
    };
    for (const name of table.names) cells(name);
    return { n: table.n, names: table.names, cells };
  } finally {
    warehouse.close();
  }
};

const every = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The times of the rows: the column that was named, or the only one of dates; a table without dates is taken in its own order. */
const timesOf = (table: Table, named: string | undefined): TimeAxis => {
  if (named !== undefined) {
    if (!table.names.includes(named))
      throw new Fault(
        'bad-input',
        'time',
        `there is no column ${named}; there are ${table.names.join(', ')}`,
      );
    return timeAxis(table.cells(named), named);
  }
  const moments = table.names.filter(
    (name) => table.cells(name).find((cell) => !isMissing(cell)) instanceof Date,
  );
  if (moments.length > 1)
    throw new Fault('bad-input', 'time', `--time names the column of times; there are ${moments.join(', ')}`);
  const [one] = moments;
  return one === undefined ? timeAxis(every(table.n), 'row') : timeAxis(table.cells(one), one);
};

/** The rows before a moment, when one is named. */
const asOf = (table: Table, { time, until }: MonitorOptions): Table => {
  if (until === undefined) return table;
  const axis = timesOf(table, time);
  const moment = momentOn(axis, until);
  const own = every(table.n).filter((i) => (axis.at[i] as number) < moment);
  return { ...table, n: own.length, cells: (name) => own.map((i) => table.cells(name)[i] ?? null) };
};

const isNumeric = (cells: readonly PlainCell[]): boolean => {
  const present = cells.filter((cell) => !isMissing(cell));
  return (
    present.length > 0 &&
    present.every((cell) => typeof cell === 'boolean' || Number.isFinite(numberOf(cell)))
  );
};

const compared = (
  before: Table,
  after: Table,
  rows: { before: readonly number[]; after: readonly number[] },
  names: readonly string[],
): ComparedColumn[] =>
  names.flatMap((name): ComparedColumn[] => {
    const pick = (table: Table, side: readonly number[]) => side.map((i) => table.cells(name)[i] ?? null);
    const [a, b] = [pick(before, rows.before), pick(after, rows.after)];
    if ([...a, ...b].some((cell) => cell instanceof Date)) return [];
    const numbers = (cells: readonly PlainCell[]) =>
      Float64Array.from(cells, (cell) => (isMissing(cell) ? Number.NaN : Number(cell)));
    if (isNumeric([...a, ...b])) return [{ name, kind: 'number', before: numbers(a), after: numbers(b) }];
    const texts = (cells: readonly PlainCell[]) =>
      cells.map((cell) => (isMissing(cell) ? null : String(cell)));
    const [x, y] = [texts(a), texts(b)];
    // A name for almost every row is an identifier: every day it is another, and no drift.
    return new Set([...x, ...y]).size > 0.5 * (x.length + y.length)
      ? []
      : [{ name, kind: 'text', before: x, after: y }];
  });

const show = (axis: TimeAxis | null, at: number): string =>
  axis === null || axis.kind === 'number'
    ? String(at)
    : new Date(at * (axis.unitMs ?? 1)).toISOString().replace('T', ' ').slice(0, 19);

/** Changes and drifts of any table: each metric over time, and all columns of a later part against an earlier one. */
export const monitorTable = async (
  run: Run,
  options: MonitorOptions & { input: string },
): Promise<Record<string, unknown>> => {
  const table = asOf(await readCells(run.note('input', options.input)), options);
  const family = (options.family ?? 'data') as Family;
  const alerts: Alert[] = [];
  const watches = options.metric !== undefined || options.count !== undefined;
  const axis = watches || options.split !== undefined ? timesOf(table, options.time) : null;
  const report: Record<string, unknown> = { rows: table.n };

  if (axis !== null && watches) {
    const scale = axis.unitMs ?? 1;
    const at = axis.at.map((v) => v * scale);
    if ((options.events === undefined) !== (options.unit === undefined))
      throw new Fault('bad-input', 'monitor', '--events and --unit go together');
    const { series, small } = tableSeries(
      { n: table.n, names: table.names, at, cells: table.cells },
      {
        metrics: options.metric ?? [],
        by: options.by ?? [],
        events:
          options.events === undefined
            ? null
            : { column: options.events, unit: options.unit as string, among: options.among ?? null },
        countMs: options.count === undefined ? null : options.count === 'hour' ? 3_600_000 : 86_400_000,
      },
    );
    const until =
      options.referenceUntil === undefined ? undefined : momentOn(axis, options.referenceUntil) * scale;
    const metrics = series.map((one) =>
      detectChanges(one, {
        ...(until === undefined ? {} : { referenceUntil: until }),
        falseAlarm: options.falseAlarm / series.length,
      }),
    );
    const inMs = { ...axis, unitMs: axis.kind === 'number' ? null : 1 };
    for (const { metric, observations, reference, kind, changes, seasons } of metrics) {
      const more = seasons.length > 0 ? `; follows the ${seasons.join(' and the ')}` : '';
      run.say(
        `${metric}: ${observations} observations (${kind}, reference ${reference}${more}), ${changes.length} changes`,
      );
      for (const change of changes) {
        const end =
          change.endAt === null
            ? 'and goes on'
            : `until ${show(inMs, change.endAt)}${change.settled ? ' (the new level)' : ''}`;
        run.say(
          `  ${change.change}: ${change.before.toPrecision(3)} -> ${change.after.toPrecision(3)} from ${show(inMs, change.onsetAt)}, certain at ${show(inMs, change.alarmAt)} after ${change.alarm - change.onset + 1} observations, ${end}`,
        );
        alerts.push(changeAlert(change, family));
      }
    }
    if (small.length > 0)
      run.say(
        `too few observations: ${small.slice(0, 10).join(', ')}${small.length > 10 ? ` and ${small.length - 10} more` : ''}`,
      );
    report.metrics = metrics;
    report.small = small;
  }

  if (options.reference !== undefined || options.split !== undefined) {
    const other =
      options.reference === undefined ? table : await readCells(run.note('reference', options.reference));
    const cut = options.split === undefined || axis === null ? null : momentOn(axis, options.split);
    const rows =
      cut === null
        ? { before: every(other.n), after: every(table.n) }
        : {
            before: every(table.n).filter((i) => (axis?.at[i] as number) < cut),
            after: every(table.n).filter((i) => (axis?.at[i] as number) >= cut),
          };
    const shared = table.names.filter((name) => other.names.includes(name));
    const only = (a: Table, b: Table) => a.names.filter((name) => !b.names.includes(name));
    const drift = compareColumns(compared(other, table, rows, shared), { seed: options.seed });
    for (const column of drift.columns.filter(({ drifted }) => drifted)) {
      run.say(
        `drift: ${column.name}: ${column.says} (stability index ${column.stabilityIndex.toFixed(2)}, p ${column.p.toPrecision(2)})`,
      );
      alerts.push(driftAlert(column, family, { from: cut ?? 0, to: cut ?? 0 }));
    }
    run.say(
      `drift: ${drift.columns.filter(({ drifted }) => drifted).length} of ${drift.columns.length} columns` +
        `${drift.joint === null ? '' : `; together p ${drift.joint.p.toPrecision(2)}`}`,
    );
    report.drift = { ...drift, missingColumns: only(other, table), newColumns: only(table, other) };
  }
  if (report.metrics === undefined && report.drift === undefined)
    throw new Fault(
      'bad-input',
      'monitor',
      'name what to watch: --metric COLUMN, --count hour, --reference FILE or --split TIME',
    );
  const delivery = await deliverAlerts(alerts, {
    file: join(options.dir, 'alerts.ndjson'),
    ...(options.webhook === undefined ? {} : { webhook: options.webhook }),
  });
  report.alerts = alerts;
  report.told = delivery.fresh.length;
  if (typeof delivery.webhook === 'object')
    run.say(`monitor: the webhook failed: ${delivery.webhook.failed}`);
  run.say(
    `monitor: ${alerts.length} alerts, ${delivery.fresh.length} of them new in ${join(options.dir, 'alerts.ndjson')}`,
  );
  run.writeJson('monitor.json', report);
  return report;
};
