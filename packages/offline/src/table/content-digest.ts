import { createHash } from 'node:crypto';
import { sqlName } from './sql-text.ts';
import type { Warehouse } from './warehouse.ts';

/** SHA-256 of a table's rows as a set with counts: the order of rows and the bytes of the file do not matter. */
export const tableDigest = async (
  warehouse: Warehouse,
  table: string,
  without: readonly string[] = [],
): Promise<string> => {
  const columns = await warehouse.rows<{ column_name: string }>(
    `SELECT column_name FROM duckdb_columns() WHERE table_name = '${sqlName(table)}' AND NOT internal
     ORDER BY column_index`,
  );
  const kept = columns.map(({ column_name: name }) => name).filter((name) => !without.includes(name));
  const row = kept.map((name) => `coalesce('=' || CAST("${name}" AS VARCHAR), '-')`).join(', chr(31), ');
  const [found] = await warehouse.rows<{ digest: string | null; n: number }>(
    `SELECT count(*) AS n, sha256(string_agg(d, '' ORDER BY d)) AS digest
     FROM (SELECT sha256(concat(${row})) AS d FROM "${table}")`,
  );
  const text = `${table} ${kept.join(',')} ${found?.n} ${found?.digest ?? ''}`;
  return createHash('sha256').update(text).digest('hex');
};

/** The digest of several tables together, those that are not there left out. */
export const contentDigest = async (warehouse: Warehouse, tables: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  const there = await warehouse.rows<{ table_name: string }>('SELECT table_name FROM duckdb_tables()');
  const names = new Set(there.map(({ table_name: name }) => name));
  for (const table of [...tables].sort()) {
    if (names.has(table)) hash.update(`${await tableDigest(warehouse, table)}\n`);
  }
  return hash.digest('hex');
};
