import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';

/** A cell of a user's table as JavaScript knows it: a moment is a Date, anything nested is its text. */
export type PlainCell = number | string | boolean | Date | null;

const DAY_MS = 86_400_000;

/** A database's own value as a plain one; a whole number beyond 2^53 loses its last digits, a moment what is under a millisecond. */
export const plainCell = (value: unknown): PlainCell => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value;
  if (value instanceof DuckDBDateValue) return new Date(value.days * DAY_MS);
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return new Date(Number(value.micros) / 1000);
  if (value instanceof DuckDBTimestampMillisecondsValue) return new Date(Number(value.millis));
  if (value instanceof DuckDBTimestampSecondsValue) return new Date(Number(value.seconds) * 1000);
  if (value instanceof DuckDBTimestampNanosecondsValue) return new Date(Number(value.nanos) / 1e6);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return String(value);
};
