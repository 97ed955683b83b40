import { Fault } from '@causeway/contract';
import type { UserTable } from '../table/index.ts';

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
      const kept = column(name).map((v) => (v === true ? 1 : v === false ? 0 : Number(v ?? Number.NaN)));
      const bad = kept.findIndex((v) => !Number.isFinite(v));
      if (bad >= 0)
        throw new Fault(
          'bad-input',
          `${table.path}: column ${name}, row ${(rows[bad] as number) + 1}`,
          `got ${String(column(name)[bad])}, allowed is a number`,
        );
      return Float64Array.from(kept);
    },
    texts: (name) => pick(table.texts(name)),
  };
};

/** Rows of an arm that are too few to learn from. */
const LEAST_ROWS = 20;

const missing = (v: unknown): boolean =>
  v === null || v === undefined || (typeof v === 'number' && Number.isNaN(v)) || String(v).trim() === '';

/**
 * The rows that can be learned from: with an action, a number as reward, and what else is `needed`, of an arm with at least 20 of them.
 * Throws `bad-input` when fewer than two arms are left; what was left out is told.
 */
export const usableRows = (
  table: UserTable,
  columns: { readonly action: string; readonly reward: string; readonly needed: readonly string[] },
): { table: UserTable; notes: string[] } => {
  const notes: string[] = [];
  const action = table.column(columns.action);
  const reward = table.column(columns.reward);
  const needed = columns.needed.map((name) => table.column(name));
  const kept: number[] = [];
  for (let i = 0; i < table.n; i++) {
    if (missing(action[i]) || missing(reward[i]) || needed.some((own) => missing(own[i]))) continue;
    kept.push(i);
  }
  if (kept.length < table.n)
    notes.push(
      `${table.n - kept.length} of ${table.n} rows were left out: action, reward or a needed column is missing.`,
    );
  const texts = table.texts(columns.action);
  const counts = new Map<string, number>();
  for (const i of kept) counts.set(texts[i] as string, (counts.get(texts[i] as string) ?? 0) + 1);
  const rare = [...counts].filter(([, rows]) => rows < LEAST_ROWS).map(([name]) => name);
  if (counts.size - rare.length < 2)
    throw new Fault(
      'bad-input',
      `${table.path}: column ${columns.action}`,
      `got ${counts.size} actions, ${counts.size - rare.length} of them with at least ${LEAST_ROWS} rows; at least 2 are needed`,
    );
  const out = new Set(rare);
  const rows = rare.length === 0 ? kept : kept.filter((i) => !out.has(texts[i] as string));
  if (rare.length > 0)
    notes.push(
      `${kept.length - rows.length} rows of rare actions were left out: ${rare.slice(0, 5).join(', ')}.`,
    );
  return { table: subTable(table, rows), notes };
};
