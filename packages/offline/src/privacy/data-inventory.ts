import { sqlName, type Warehouse } from '../table/index.ts';
import { type FieldClass, fieldClass } from './field-register.ts';

export type InventoryRow = {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly class: FieldClass | null;
};
export type InventoryTable = {
  readonly table: string;
  readonly rows: number;
  readonly from: number | null;
  readonly to: number | null;
};
export type DataInventory = {
  readonly kind: 'inventory';
  readonly version: 1;
  readonly tables: readonly InventoryTable[];
  readonly columns: readonly InventoryRow[];
  /** columns that nobody has said what they are */
  readonly unclassified: readonly string[];
};

/** Tables that keep the warehouse itself and hold no one's line. */
const OWN = new Set(['meta', 'ingested_files', 'changed_days', 'quarantine']);

/** What a warehouse holds about people, read off its own schema: nothing can be stored and left out. */
export const dataInventory = async (warehouse: Warehouse): Promise<DataInventory> => {
  const columns = (
    await warehouse.rows<{ table_name: string; column_name: string; data_type: string }>(
      'SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index',
    )
  ).filter(({ table_name: table }) => !OWN.has(table) && !table.startsWith('new_'));
  const tables: InventoryTable[] = [];
  for (const table of new Set(columns.map(({ table_name: name }) => name))) {
    const dated = columns.some((c) => c.table_name === table && c.column_name === 'at_ms');
    const span = dated ? 'min(at_ms) AS "from", max(at_ms) AS "to"' : 'NULL AS "from", NULL AS "to"';
    const [found] = await warehouse.rows<{ rows: number; from: number | null; to: number | null }>(
      `SELECT count(*) AS rows, ${span} FROM ${sqlName(table)}`,
    );
    tables.push({ table, rows: found?.rows ?? 0, from: found?.from ?? null, to: found?.to ?? null });
  }
  const rows = columns.map(
    ({ table_name: table, column_name: column, data_type: type }): InventoryRow => ({
      table,
      column,
      type,
      class: fieldClass(column),
    }),
  );
  return {
    kind: 'inventory',
    version: 1,
    tables,
    columns: rows,
    unclassified: rows.flatMap((row) => (row.class === null ? [`${row.table}.${row.column}`] : [])),
  };
};
