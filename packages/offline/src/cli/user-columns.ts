import { Fault } from '@causeway/contract';
import type { UserTable } from '../table/index.ts';

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

/** A column of moments as numbers: milliseconds, any other increasing number, an ISO text, or a database's own timestamp. */
export const timeColumn = (table: UserTable, name: string): Float64Array =>
  Float64Array.from(table.column(name), (value, row) => {
    const at =
      typeof value === 'number' || typeof value === 'bigint'
        ? Number(value)
        : typeof value === 'object' && value !== null && 'micros' in value
          ? Number(value.micros) / 1000
          : Date.parse(String(value));
    if (Number.isFinite(at)) return at;
    throw new Fault(
      'bad-input',
      `column ${name}, row ${row + 1}`,
      `got ${String(value)}, allowed is a number or a date`,
    );
  });
