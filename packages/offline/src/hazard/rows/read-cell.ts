import type { PlainCell } from '../../table/index.ts';

const NOTHING = new Set([
  '',
  'na',
  'n/a',
  '#n/a',
  'nan',
  'null',
  'nil',
  'undefined',
  '-',
  '--',
  '?',
  '.',
  '\\n',
]);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A decimal comma that cannot be one of thousands: 0,25 or 1,5 or 12,3456 or 1234,567. */
const COMMA = /^[+-]?(0?,\d+|\d{4,},\d+|\d+,(\d{1,2}|\d{4,}))$/;
/** 1,234: a number of thousands in one country, a decimal in another. */
const EITHER = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/;
const MOMENT =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Null, an empty text, or a number that is not one. */
export const isEmpty = (cell: PlainCell): boolean =>
  cell === null ||
  (typeof cell === 'number' && !Number.isFinite(cell)) ||
  (cell instanceof Date && !Number.isFinite(cell.getTime())) ||
  (typeof cell === 'string' && cell.trim() === '');

/** The same, and the words that files use for "nothing". */
export const isMissing = (cell: PlainCell): boolean =>
  isEmpty(cell) || (typeof cell === 'string' && NOTHING.has(cell.trim().toLowerCase()));

/** The cell as a number (a truth value is 1 or 0, a text only when all of it is a number, with a point or a decimal comma), else NaN. */
export const numberOf = (cell: PlainCell): number => {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : Number.NaN;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell !== 'string') return Number.NaN;
  const text = cell.trim();
  if (NUMBER.test(text)) return Number(text);
  return COMMA.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
};

/** Whether the cell is a number whose comma may mean thousands or decimals. */
export const isAmbiguous = (cell: PlainCell): boolean => typeof cell === 'string' && EITHER.test(cell.trim());

/** The cell as milliseconds since 1970 (a text year first: 2024-05-10, 2024-05-10 12:30:00, with Z or +02:00; UTC without), else NaN. */
export const momentOf = (cell: PlainCell): number => {
  if (cell instanceof Date) return cell.getTime();
  const parts = typeof cell === 'string' ? MOMENT.exec(cell.trim()) : null;
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', rest = '0', zone] = parts;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const date = new Date(at);
  if (date.getUTCMonth() !== Number(month) - 1 || Number(hour) > 24) return Number.NaN;
  const shift =
    zone === undefined || /^(z|utc)$/i.test(zone)
      ? 0
      : Number(`${zone[0]}1`) * (60 * Number(zone.slice(1, 3)) + Number(zone.slice(3).slice(-2)));
  return at + 1000 * Number(rest) - 60_000 * shift;
};

/** 1, 0, true, false, yes, no, t, f, y, n; else NaN. */
export const truthOf = (cell: PlainCell): number => {
  const number = numberOf(cell);
  if (number === 0 || number === 1) return number;
  if (typeof cell !== 'string') return Number.NaN;
  const word = cell.trim().toLowerCase();
  if (['true', 't', 'yes', 'y'].includes(word)) return 1;
  return ['false', 'f', 'no', 'n'].includes(word) ? 0 : Number.NaN;
};
