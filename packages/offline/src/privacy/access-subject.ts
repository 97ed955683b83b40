import { digest, Fault } from '@causeway/contract';
import { sqlName, type Warehouse } from '../table/index.ts';

/** Everything that the warehouse holds of a pseudonym, by table, with a receipt that proves what was handed over. */
export type Access = {
  readonly kind: 'access';
  readonly version: 1;
  /** digest of the pseudonym: the receipt itself names nobody */
  readonly of: string;
  readonly at: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly content: string;
};

/** Throws `not-found` when no table holds a line of the pseudonym. */
export const accessSubject = async (
  warehouse: Warehouse,
  subject: string,
  at: number,
): Promise<{
  readonly receipt: Access;
  readonly tables: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}> => {
  const holders = await warehouse.rows<{ table_name: string }>(
    "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'subject' AND NOT internal ORDER BY table_name",
  );
  const tables: Record<string, Record<string, unknown>[]> = {};
  for (const { table_name: table } of holders) {
    if (table.startsWith('new_')) continue;
    const rows = await warehouse.rows<Record<string, unknown>>(
      `SELECT * FROM ${sqlName(table)} WHERE subject = ?`,
      [subject],
    );
    if (rows.length > 0) tables[table] = rows;
  }
  const count = Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]));
  if (Object.keys(tables).length === 0)
    throw new Fault('not-found', warehouse.path, 'it holds no line of this pseudonym');
  const plain = JSON.parse(
    JSON.stringify(tables, (_, v) => (typeof v === 'bigint' ? Number(v) : v)),
  ) as typeof tables;
  return {
    receipt: { kind: 'access', version: 1, of: digest(subject), at, rows: count, content: digest(plain) },
    tables: plain,
  };
};
