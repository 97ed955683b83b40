import { log } from '@causeway/contract';
import type { PlainCell } from '../../table/index.ts';
import { isMissing, momentOf, numberOf } from './read-cell.ts';
import type { EncodedColumn, NumberPart, RowEncoding } from './row-encoding.ts';

/** What the session's clocks show at a row. */
export type Clock = 'step' | 'elapsed' | 'gap';
export const CLOCKS: readonly Clock[] = ['step', 'elapsed', 'gap'];

/** One row of a user's table, with its time in milliseconds (null where times are no calendar's) and its clocks. */
export type RawRow = {
  cell(source: string): PlainCell;
  readonly timeMs: number | null;
  readonly clocks: Readonly<Record<Clock, number>>;
};

/** Rows by number; a row is read before the next one is asked for. */
export type RawRows = { readonly n: number; at(i: number): RawRow };

const DAY_MS = 86_400_000;

/** The part of a row that a number column reads; NaN where it is missing. */
export const partOf = (row: RawRow, source: string | null, part: NumberPart): number => {
  if (part === 'step' || part === 'elapsed' || part === 'gap') return row.clocks[part];
  const cell = row.cell(source as string);
  if (part === 'value') return isMissing(cell) ? Number.NaN : numberOf(cell);
  const ms = isMissing(cell) ? Number.NaN : momentOf(cell);
  switch (part) {
    case 'days':
      return ms / DAY_MS;
    case 'daysBefore':
      return ((row.timeMs ?? Number.NaN) - ms) / DAY_MS;
    case 'hour':
      return (ms - Math.floor(ms / DAY_MS) * DAY_MS) / 3_600_000;
    case 'weekday':
      // 1970-01-01 was a Thursday; Monday is 0.
      return (((Math.floor(ms / DAY_MS) + 3) % 7) + 7) % 7;
  }
};

/** A level's text: numbers and texts of the same reading are one level. */
export const levelOf = (cell: PlainCell): string =>
  cell instanceof Date ? cell.toISOString() : String(cell).trim();

/** ln(1 + v), or v. Below -1 there is no logarithm: such a value, never seen in training, counts as 0. */
export const curved = (v: number, own: boolean): number => (own ? log(1 + Math.max(0, v)) : v);

/** What a cell says to the columns of levels. */
type Reading = { readonly missing: boolean; readonly level: string };

const readingOf = (cell: PlainCell): Reading => {
  const missing = isMissing(cell);
  return { missing, level: missing ? '' : levelOf(cell) };
};

const encodeCell = (column: EncodedColumn, row: RawRow, read: (source: string) => Reading): number => {
  switch (column.kind) {
    case 'number': {
      const v = curved(partOf(row, column.source, column.part), column.log);
      if (!Number.isFinite(v)) return 0;
      return Math.min(column.high, Math.max(column.low, (v - column.centre) / column.scale));
    }
    case 'missing':
      return read(column.source).missing ? 1 : 0;
    case 'level': {
      const { missing, level } = read(column.source);
      return !missing && level === column.level ? 1 : 0;
    }
    case 'rate': {
      const { missing, level } = read(column.source);
      const known = !missing && Object.hasOwn(column.rates, level);
      return known ? (column.rates[level] as number) : column.otherwise;
    }
  }
};

/** The model's input row in 32-bit floats: encoding.columns.length numbers, all finite. */
export const encodeRow = (
  { columns }: RowEncoding,
  row: RawRow,
  out = new Float32Array(columns.length),
): Float32Array => {
  const read = (source: string): Reading => readingOf(row.cell(source));
  columns.forEach((column, k) => {
    out[k] = encodeCell(column, row, read);
  });
  return out;
};

/** The same for n rows (n x columns, row-major); a text is read once for all of its columns. */
export const encodeRows = ({ columns }: RowEncoding, rows: RawRows): Float32Array => {
  const { n, at } = rows;
  const d = columns.length;
  const out = new Float32Array(n * d);
  const sources = new Set(
    columns.flatMap(({ kind, source }) => (kind === 'number' ? [] : [source as string])),
  );
  const readings = new Map<string, Reading[]>();
  for (const source of sources)
    readings.set(
      source,
      Array.from({ length: n }, (_, i) => readingOf(at(i).cell(source))),
    );
  for (let i = 0; i < n; i++) {
    const row = at(i);
    const read = (source: string): Reading => readings.get(source)?.[i] as Reading;
    for (let k = 0; k < d; k++) out[i * d + k] = encodeCell(columns[k] as EncodedColumn, row, read);
  }
  return out;
};
