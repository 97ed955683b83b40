import { appendRows } from './append-rows.ts';
import type { Warehouse } from './warehouse.ts';

/** A column of a table that both engines know, by name and type. */
export type Columns = Readonly<Record<string, 'BIGINT' | 'DOUBLE' | 'VARCHAR' | 'VARCHAR?' | 'DOUBLE?'>>;
export type Cell = number | string | null;

/**
 * What runs the portable SQL. The text is the same for every engine; what differs (how a table is made and filled, where
 * its rows lie) is behind these few calls. Rows of one person lie together: `person` is the key that tables are spread by.
 */
export type Engine = {
  readonly name: 'duckdb' | 'clickhouse';
  /** where its tables lie: a file, or the address of a server without anything secret */
  readonly place: string;
  /** makes a table anew, empty */
  create(table: string, columns: Columns): Promise<void>;
  /** puts rows in, cells in the order of the columns; numbers for BIGINT and DOUBLE */
  insert(table: string, columns: Columns, rows: Iterable<readonly Cell[]>): Promise<void>;
  /** keeps the rows of a SELECT as a table, replacing one of that name */
  keep(table: string, select: string): Promise<void>;
  drop(table: string): Promise<void>;
  /** all rows of a SELECT, column by column; a whole number beyond 2^53 loses its last digits */
  columns(select: string): Promise<Cell[][]>;
  close(): Promise<void>;
};

/** The embedded engine: an open warehouse. Closing it closes the warehouse. */
export const duckdbEngine = (warehouse: Warehouse): Engine => ({
  name: 'duckdb',
  place: warehouse.path,
  create: async (table, columns) => {
    const body = Object.entries(columns).map(([name, type]) => `${name} ${type.replace('?', '')}`);
    await warehouse.run(`CREATE OR REPLACE TABLE ${table} (${body.join(', ')})`);
  },
  insert: async (table, columns, rows) => {
    const types = Object.values(columns);
    const cell = (value: Cell, k: number) =>
      types[k] === 'BIGINT' && value !== null ? BigInt(value) : value;
    let batch: ReturnType<typeof cell>[][] = [];
    for (const row of rows) {
      batch.push(row.map(cell));
      if (batch.length === 20_480) {
        await appendRows(warehouse, table, batch);
        batch = [];
      }
    }
    await appendRows(warehouse, table, batch);
  },
  keep: (table, select) => warehouse.run(`CREATE OR REPLACE TABLE ${table} AS ${select}`),
  drop: (table) => warehouse.run(`DROP TABLE IF EXISTS ${table}`),
  columns: async (select) => (await warehouse.columns(select)) as Cell[][],
  close: async () => warehouse.close(),
});
