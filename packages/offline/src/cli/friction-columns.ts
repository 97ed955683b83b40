import { Fault } from '@causeway/contract';
import { isMissing, momentOf, numberOf, truthOf } from '../hazard/rows/read-cell.ts';
import { type PlainCell, plainCell, type UserTable } from '../table/index.ts';

const cells = (table: UserTable, name: string): PlainCell[] => table.column(name).map(plainCell);

const read = (
  table: UserTable,
  name: string,
  of: (cell: PlainCell) => number,
  allowed: string,
): Float64Array =>
  Float64Array.from(cells(table, name), (cell, row) => {
    if (isMissing(cell)) return Number.NaN;
    const value = of(cell);
    if (!Number.isNaN(value)) return value;
    throw new Fault(
      'bad-input',
      `column ${name}, row ${row + 1}`,
      `got ${String(cell)}, allowed is ${allowed}`,
    );
  });

/** Amounts; what is missing is NaN. */
export const cellNumbers = (table: UserTable, name: string): Float64Array =>
  read(table, name, numberOf, 'a number or nothing');

/** 1 and 0 (also true, false, yes, no); what is missing is NaN. */
export const cellTruths = (table: UserTable, name: string): Float64Array =>
  read(table, name, truthOf, '1, 0 or nothing');

/** Moments or any increasing numbers. Throws `bad-input` for a row without one. */
export const cellTimes = (table: UserTable, name: string): Float64Array => {
  const allowed = 'a number or a date';
  const times = read(
    table,
    name,
    (cell) => (Number.isNaN(numberOf(cell)) ? momentOf(cell) : numberOf(cell)),
    allowed,
  );
  const none = times.findIndex(Number.isNaN);
  if (none >= 0)
    throw new Fault('bad-input', `column ${name}, row ${none + 1}`, `got nothing, allowed is ${allowed}`);
  return times;
};

/** Names; nothing is a name of its own. */
export const cellTexts = (table: UserTable, name: string): string[] =>
  cells(table, name).map((cell) =>
    isMissing(cell) ? 'unknown' : cell instanceof Date ? cell.toISOString() : String(cell),
  );
