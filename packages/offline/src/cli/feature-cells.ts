import { plainCell } from '../table/index.ts';

/** What R, pandas, databases and people write where there is no number. */
const GONE = /^(|-|#?n\/?a|nan|null|none)$/i;
const ENDLESS = /^[+-]?inf(inity)?$/i;

/** A number without end: a division by zero somewhere before, no value to learn from. */
export const isEndless = (v: unknown): boolean =>
  v === Infinity || v === -Infinity || (typeof v === 'string' && ENDLESS.test(v.trim()));

/** No value for a feature: nothing, NaN, an infinite number, or a text that stands for one of them. */
export const isGone = (v: unknown): boolean =>
  v === null ||
  v === undefined ||
  (typeof v === 'number' && Number.isNaN(v)) ||
  (typeof v === 'string' && GONE.test(v.trim())) ||
  isEndless(v);

/** Numbers, truth values, decimals, and moments of every type as milliseconds since 1970; NaN for any other. */
export const featureNumber = (v: unknown): number => {
  const cell = plainCell(v);
  return cell instanceof Date ? cell.getTime() : isGone(cell) ? Number.NaN : Number(cell);
};
