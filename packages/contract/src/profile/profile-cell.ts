/** How a cell of a raw profile is read as a number, a level, words or a moment; what cannot be read is missing. */

/** The number of a cell: true is 1, a text may hold one; NaN when it is missing or no finite number. */
export const numberOf = (cell: unknown): number => {
  if (typeof cell === 'number') return cell - cell === 0 ? cell : Number.NaN;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell !== 'string' || cell.trim() === '') return Number.NaN;
  const v = Number(cell);
  return v - v === 0 ? v : Number.NaN;
};

/** Texts that stand for "missing" in files of all kinds; `none` is not one of them, since it can be an answer. */
const BLANK = /^(|na|n\/a|nan|null|\\n|-|\?)$/i;

export const isMissingCell = (cell: unknown): boolean =>
  cell === null ||
  cell === undefined ||
  (typeof cell === 'number' && cell !== cell) ||
  (typeof cell === 'string' && BLANK.test(cell.trim()));

/** The text of a cell as a level; null when it is missing. */
export const levelOf = (cell: unknown): string | null => (isMissingCell(cell) ? null : String(cell).trim());

/** The lower-case words of a text, letters and digits of any script; [] when it is missing. */
export const wordsOf = (cell: unknown): readonly string[] =>
  isMissingCell(cell)
    ? []
    : (String(cell)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []);

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/;

/** Days from 1970-01-01 to a day of the Gregorian calendar: years begin in March, so that the leap day is a year's last. */
const daysTo = (year: number, month: number, day: number): number => {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

/** The moment of a cell in ms: a number of ms, or an ISO text, read as UTC where it names no zone; NaN when it is neither. */
export const momentOf = (cell: unknown): number => {
  if (typeof cell === 'number' || typeof cell === 'bigint') return numberOf(cell);
  if (typeof cell !== 'string') return Number.NaN;
  const found = ISO.exec(cell.trim());
  if (found === null) return Number.NaN;
  const part = (k: number): number => Number(found[k] ?? 0);
  const [month, day] = [part(2), part(3)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || part(4) > 23 || part(5) > 59) return Number.NaN;
  const zone = (found[8] === '-' ? 1 : -1) * (part(9) * 60 + part(10)) * 60_000;
  const clock = ((part(4) * 60 + part(5)) * 60 + part(6)) * 1000 + Number((found[7] ?? '0').padEnd(3, '0'));
  return daysTo(part(1), month, day) * 86_400_000 + clock + (found[8] === undefined ? 0 : zone);
};
