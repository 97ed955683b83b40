import { Fault } from '@causeway/contract';
import { cellNumber, type UserTable } from '../table/index.ts';

/** The chosen rows of a table. */
export const subTable = (table: UserTable, rows: ArrayLike<number>): UserTable => {
  const column = (name: string): unknown[] => {
    const whole = table.column(name);
    return Array.from(rows, (i) => whole[i]);
  };
  const pick = <T>(all: ArrayLike<T>): T[] => Array.from(rows, (i) => all[i] as T);
  return {
    path: table.path,
    n: rows.length,
    names: table.names,
    column,
    numbers: (name) => {
      const kept = column(name).map(cellNumber);
      const bad = kept.findIndex((v) => !Number.isFinite(v));
      if (bad >= 0)
        throw new Fault(
          'bad-input',
          `${table.path}: column ${name}, row ${table.fileRow(rows[bad] as number)}`,
          `got ${String(column(name)[bad])}, allowed is a number`,
        );
      return Float64Array.from(kept);
    },
    texts: (name) => pick(table.texts(name)),
    fileRow: (i) => table.fileRow(rows[i] as number),
  };
};

/** Rows of an arm that are too few to learn from. */
const LEAST_ROWS = 20;

/** No value, or what R and pandas write for one; `None` and `-` may be the name of a treatment. */
const missing = (v: unknown): boolean =>
  v === null ||
  v === undefined ||
  (typeof v === 'number' && Number.isNaN(v)) ||
  (typeof v === 'string' && /^\s*(NA|N\/A|NaN|nan|null)?\s*$/.test(v));

/** The rows in which none of these columns is missing. */
export const presentRows = (table: UserTable, names: readonly string[]): number[] => {
  const columns = [...new Set(names)].map((name) => table.column(name));
  const kept: number[] = [];
  for (let i = 0; i < table.n; i++) if (!columns.some((own) => missing(own[i]))) kept.push(i);
  return kept;
};

/** The table without rows in which something that is needed is missing, and how many those were. */
export const completeRows = (
  table: UserTable,
  needed: readonly string[],
): { table: UserTable; left: number } => {
  const kept = presentRows(table, needed);
  return kept.length === table.n
    ? { table, left: 0 }
    : { table: subTable(table, kept), left: table.n - kept.length };
};

/** How many rows were left out for want of which columns; nothing when none were. */
export const leftNotes = (n: number, left: number, needed: readonly string[]): string[] =>
  left === 0 ? [] : [`${left} of ${n} rows were left out: they lack ${[...new Set(needed)].join(' or ')}.`];

/**
 * The rows that can be learned from: with an action, a number as reward, and what else is `needed`, of an arm with at least 20 of them.
 * Throws `bad-input` when fewer than two arms are left; what was left out is told.
 */
export const usableRows = (
  table: UserTable,
  columns: { readonly action: string; readonly reward: string; readonly needed: readonly string[] },
): { table: UserTable; notes: string[] } => {
  const notes: string[] = [];
  const { table: complete, left } = completeRows(table, [columns.action, columns.reward, ...columns.needed]);
  if (left > 0)
    notes.push(`${left} of ${table.n} rows were left out: action, reward or a needed column is missing.`);
  const texts = complete.texts(columns.action);
  const counts = new Map<string, number>();
  for (const name of texts) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rare = [...counts].filter(([, rows]) => rows < LEAST_ROWS).map(([name]) => name);
  if (counts.size - rare.length < 2)
    throw new Fault(
      'bad-input',
      `${table.path}: column ${columns.action}`,
      `got ${counts.size} actions, ${counts.size - rare.length} of them with at least ${LEAST_ROWS} rows; at least 2 are needed`,
    );
  if (rare.length === 0) return { table: complete, notes };
  const out = new Set(rare);
  const rows = texts.flatMap((name, i) => (out.has(name) ? [] : [i]));
  notes.push(
    `${complete.n - rows.length} rows of rare actions were left out: ${rare.slice(0, 5).join(', ')}.`,
  );
  return { table: subTable(complete, rows), notes };
};
