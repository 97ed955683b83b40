import { createHash } from 'node:crypto';
import { Fault } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';
import { newestVersion } from './explain.ts';

export type ErasureReceipt = {
  readonly kind: 'erasure-receipt';
  readonly version: 1;
  /** SHA-256 of the identifier that was asked for: the receipt itself names nobody */
  readonly of: string;
  readonly at: number;
  readonly identifiers: number;
  /** rows taken out, by table */
  readonly rows: Record<string, number>;
  /** cells of the whole warehouse in which an erased token still stands: 0, or the receipt is not given */
  readonly left: number;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly texts: readonly string[];
};

const tablesOf = async (warehouse: Warehouse): Promise<Table[]> => {
  const rows = await warehouse.rows<{ table_name: string; column_name: string; data_type: string }>(
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT temporary)
     ORDER BY table_name, column_index`,
  );
  const names = [...new Set(rows.map(({ table_name: name }) => name))];
  return names.map((name) => {
    const own = rows.filter((row) => row.table_name === name);
    return {
      name,
      columns: own.map((row) => row.column_name),
      texts: own.filter((row) => row.data_type === 'VARCHAR').map((row) => row.column_name),
    };
  });
};

/** Every token, session and key by which the rows of someone are found, in the temporary table `gone` (value). */
const collect = async (
  warehouse: Warehouse,
  type: string,
  value: string,
  tables: readonly Table[],
): Promise<void> => {
  await warehouse.run('CREATE OR REPLACE TEMP TABLE gone (value VARCHAR)');
  await warehouse.run('INSERT INTO gone VALUES (?)', [value]);
  const version = await newestVersion(warehouse).catch(() => null);
  if (version !== null) {
    await warehouse.run(
      `INSERT INTO gone SELECT value FROM identity_keys WHERE type <> 'household' AND person IN
         (SELECT person FROM identity_keys WHERE version = $1 AND type = $2 AND value = $3)`,
      [version, type, value],
    );
    await warehouse.run(
      `INSERT INTO gone SELECT DISTINCT person FROM identity_keys WHERE type <> 'household' AND person IS NOT NULL AND
         value IN (SELECT value FROM gone)`,
    );
  }
  for (const { name, columns } of tables) {
    if (!columns.includes('session') || !columns.includes('subject')) continue;
    await warehouse.run(
      `INSERT INTO gone SELECT DISTINCT session FROM ${name} WHERE subject IN (SELECT value FROM gone)`,
    );
  }
};

const KEYS = new Set([
  'subject',
  'account',
  'loyalty',
  'email',
  'device',
  'cookie',
  'session',
  'person',
  'value',
  'a',
  'b',
  'old',
  'new',
]);

/**
 * Takes a person out of every table, found by one identifier (type, value): all identifiers that the newest keys join to it,
 * their visits, links, keys, exposures and quarantined lines. Days whose Parquet must follow are noted, and a digest of each
 * token stays, so that reading the same files again does not bring the person back. Throws `bad-input` when nothing is
 * known under that identifier, and `internal` (with everything left as it was) when a token would remain.
 */
export const erasePerson = async (
  warehouse: Warehouse,
  given: { readonly type: string; readonly value: string; readonly at: number },
): Promise<ErasureReceipt> => {
  const { type, value, at } = given;
  const tables = (await tablesOf(warehouse)).filter(({ name }) => name !== 'erased');
  await collect(warehouse, type, value, tables);
  const has = new Set(tables.map(({ name }) => name));
  return warehouse.transaction(async () => {
    const rows: Record<string, number> = {};
    for (const { name, columns, texts } of tables) {
      const keys = texts.filter((column) => KEYS.has(column));
      const byKey = keys.map((column) => `t."${column}" IN (SELECT value FROM gone)`);
      const inside = ['text', 'record'].filter((column) => texts.includes(column));
      const byText = inside.map(
        (column) => `EXISTS (SELECT 1 FROM gone g WHERE contains(t."${column}", '"' || g.value || '"'))`,
      );
      const where = [...byKey, ...byText].join(' OR ');
      if (where === '') continue;
      const [count] = await warehouse.rows<{ n: number }>(
        `SELECT count(*) AS n FROM ${name} t WHERE ${where}`,
      );
      if ((count?.n ?? 0) === 0) continue;
      rows[name] = count?.n ?? 0;
      if (has.has('changed_days') && columns.includes('id') && columns.includes('at_ms')) {
        await warehouse.run(
          `INSERT INTO changed_days SELECT DISTINCT '${name}', at_ms // 86400000 FROM ${name} t WHERE ${where}
           ON CONFLICT DO NOTHING`,
        );
      }
      await warehouse.run(`DELETE FROM ${name} t WHERE ${where}`);
    }
    if (Object.keys(rows).length === 0)
      throw new Fault('bad-input', `${type}:${value}`, 'nothing is known under that identifier');
    await warehouse.run(
      `INSERT OR REPLACE INTO erased SELECT DISTINCT sha256(value), CAST($1 AS BIGINT) FROM gone`,
      [BigInt(at)],
    );
    const left = await remaining(warehouse, tables);
    if (left > 0)
      throw new Fault('internal', 'erase', `${left} cells still hold an erased token; nothing was changed`);
    const [gone] = await warehouse.rows<{ n: number }>('SELECT count(DISTINCT value) AS n FROM gone');
    return {
      kind: 'erasure-receipt',
      version: 1,
      of: sha256(value),
      at,
      identifiers: gone?.n ?? 0,
      rows,
      left,
    };
  });
};

/** Cells of any text column of any table that hold one of the tokens, alone or quoted within JSON. */
const remaining = async (warehouse: Warehouse, tables: readonly Table[]): Promise<number> => {
  let left = 0;
  for (const { name, texts } of tables) {
    for (const column of texts) {
      const [found] = await warehouse.rows<{ n: number }>(
        `SELECT count(*) AS n FROM ${name} t WHERE t."${column}" IN (SELECT value FROM gone)
         OR EXISTS (SELECT 1 FROM gone g WHERE contains(t."${column}", '"' || g.value || '"'))`,
      );
      left += found?.n ?? 0;
    }
  }
  return left;
};
