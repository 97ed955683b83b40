import type { PlainCell } from '../../table/index.ts';
import type { HazardRows } from '../models/hazard-rows.ts';
import { type Clock, encodeRows, type RawRows } from './encode-rows.ts';
import { learnEncoding } from './learn-encoding.ts';
import type { PeriodRows } from './period-rows.ts';
import type { RowEncoding } from './row-encoding.ts';
import type { RowSplit } from './split-rows.ts';
import type { TimeAxis } from './time-axis.ts';

/** What rows are prepared from: a file's columns by name, and the rows of it that are used. */
export type PreparedInput = {
  readonly rows: PeriodRows;
  readonly split: RowSplit;
  readonly time: TimeAxis;
  readonly cells: Readonly<Record<string, readonly PlainCell[]>>;
  readonly features: readonly string[];
  readonly clocks: readonly Clock[];
};

export type PreparedRows = {
  readonly encoding: RowEncoding;
  readonly train: HazardRows;
  readonly test: HazardRows;
};

/** Encoded training and test rows; the encoding is learned from the training rows alone. */
export const prepareRows = (input: PreparedInput): PreparedRows => {
  const { rows, split, time, cells, features, clocks } = input;
  const at = (i: number) => ({
    cell: (source: string): PlainCell => cells[source]?.[rows.row[i] as number] ?? null,
    timeMs: time.unitMs === null ? null : (rows.time[i] as number) * time.unitMs,
    clocks: { step: rows.step[i] as number, elapsed: rows.elapsed[i] as number, gap: rows.gap[i] as number },
  });
  const of = (own: Int32Array): RawRows => ({ n: own.length, at: (k) => at(own[k] as number) });
  const pick = (v: Uint8Array | Int32Array): number[] => Array.from(split.train, (i) => v[i] as number);
  const { encoding, past } = learnEncoding({
    rows: of(split.train),
    event: pick(rows.event),
    session: pick(rows.session),
    features,
    clocks,
    calendar: time.unitMs !== null,
  });
  const d = encoding.columns.length;
  const side = (own: Int32Array): HazardRows => ({
    n: own.length,
    d,
    x: encodeRows(encoding, of(own)),
    y: Uint8Array.from(own, (i) => rows.event[i] as number),
    session: Int32Array.from(own, (i) => rows.session[i] as number),
  });
  const train = side(split.train);
  for (const [k, rates] of past)
    rates.forEach((v, i) => {
      train.x[i * d + k] = v;
    });
  return { encoding, train, test: side(split.test) };
};

/** The same rows without the columns named. */
export const withoutColumns = (
  { encoding, train, test }: PreparedRows,
  drop: (name: string) => boolean,
): PreparedRows => {
  const kept = encoding.columns.flatMap(({ name }, k) => (drop(name) ? [] : [k]));
  const narrow = (rows: HazardRows): HazardRows => {
    const d = kept.length;
    const x = new Float32Array(rows.n * d);
    for (let i = 0; i < rows.n; i++)
      kept.forEach((from, to) => {
        x[i * d + to] = rows.x[i * rows.d + from] as number;
      });
    return { ...rows, d, x };
  };
  const columns = encoding.columns.filter(({ name }) => !drop(name));
  return { encoding: { ...encoding, columns }, train: narrow(train), test: narrow(test) };
};
