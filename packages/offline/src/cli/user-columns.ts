import { Fault } from '@causeway/contract';
import { plainCell, type UserTable } from '../table/index.ts';

/** Named columns of a user's table as one n x names.length matrix, row-major. */
export const featureMatrix = (table: UserTable, names: readonly string[]): Float64Array => {
  const x = new Float64Array(table.n * names.length);
  names.forEach((name, k) => {
    table.numbers(name).forEach((value, i) => {
      x[i * names.length + k] = value;
    });
  });
  return x;
};

/** A date with a time and no zone, which JavaScript would read by the machine's own. */
const NO_ZONE = /^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*$/;

const momentOf = (value: unknown): number => {
  const cell = plainCell(value);
  if (cell instanceof Date) return cell.getTime();
  if (typeof cell === 'number') return cell;
  const text = String(cell);
  return Date.parse(NO_ZONE.test(text) ? `${text.trim().replace(' ', 'T')}Z` : text);
};

/** A column of moments as numbers: milliseconds, any other increasing number, an ISO text (UTC where it names no zone), or a database's own timestamp of any precision. */
export const timeColumn = (table: UserTable, name: string): Float64Array =>
  Float64Array.from(table.column(name), (value, i) => {
    const at = momentOf(value);
    if (Number.isFinite(at)) return at;
    throw new Fault(
      'bad-input',
      `${table.path}: column ${name}, row ${table.fileRow(i)}`,
      `got ${String(value)}, allowed is a number or a date`,
    );
  });
