import { Fault } from '@causeway/contract';
import type { PlainCell } from '../../table/index.ts';
import { isMissing, momentOf, numberOf } from './read-cell.ts';

/** A column of times. `unitMs` is the length of its unit where it is a calendar's, null for a period's number. */
export type TimeAxis = {
  readonly kind: 'calendar' | 'number';
  /** Numbers as given, or milliseconds since 1970; NaN where a cell is missing. */
  readonly at: Float64Array;
  readonly unitMs: number | null;
};

/** Seconds, milliseconds, microseconds and nanoseconds since 1970, told apart by size: all fall between 1990 and 2100. */
const EPOCHS: readonly (readonly [from: number, to: number, unitMs: number])[] = [
  [6.3e8, 4.2e9, 1000],
  [6.3e11, 4.2e12, 1],
  [6.3e14, 4.2e15, 1e-3],
  [6.3e17, 4.2e18, 1e-6],
];

const epochUnit = (at: Float64Array): number | null => {
  const present = at.filter((v) => v === v).sort();
  const [low, high] = [present[0] ?? 0, present[present.length - 1] ?? 0];
  return EPOCHS.find(([from, to]) => low >= from && high <= to)?.[2] ?? null;
};

/**
 * Reads a column of times: dates, dates with a time of day, seconds or milliseconds since 1970, or numbers of periods.
 * Throws `bad-input` for a cell of another kind than the column's first one.
 */
export const timeAxis = (cells: readonly PlainCell[], name: string): TimeAxis => {
  const first = cells.find((cell) => !isMissing(cell));
  const calendar = first !== undefined && Number.isNaN(numberOf(first));
  const read = calendar ? momentOf : numberOf;
  const at = Float64Array.from(cells, (cell, row) => {
    if (isMissing(cell)) return Number.NaN;
    const value = read(cell);
    if (Number.isFinite(value)) return value;
    throw new Fault(
      'bad-input',
      `column ${name}, row ${row + 1}`,
      `got ${String(cell)}, allowed is ${calendar ? 'a date like 2024-05-10 or 2024-05-10 12:30:00' : 'a number, as in the rows before it'}`,
    );
  });
  if (calendar) return { kind: 'calendar', at, unitMs: 1 };
  const unitMs = epochUnit(at);
  return { kind: unitMs === null ? 'number' : 'calendar', at, unitMs };
};

/** A moment of the same kind as the column: a date fits a column of seconds since 1970 too. Throws `bad-input` for another. */
export const momentOn = ({ kind, unitMs, at }: TimeAxis, text: string): number => {
  const number = numberOf(text);
  const moment = momentOf(text);
  if (kind === 'number' && Number.isFinite(number)) return number;
  if (kind === 'calendar' && Number.isFinite(moment)) return moment / (unitMs as number);
  if (kind === 'calendar' && Number.isFinite(number)) {
    const unit = EPOCHS.find(([from, to]) => number >= from && number <= to)?.[2];
    if (unit !== undefined) return (number * unit) / (unitMs as number);
  }
  const example = at.find((v) => v === v);
  throw new Fault(
    'bad-input',
    '--split-at',
    `got ${text}, allowed is ${kind === 'number' ? 'a number' : 'a date like 2024-05-10, or a time since 1970'} as in the time column (its first is ${example ?? 'missing'})`,
  );
};
