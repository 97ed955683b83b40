import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '@causeway/contract';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';

/** One DuckDB file (or ':memory:') and a connection to it. */
export type Warehouse = {
  readonly path: string;
  readonly connection: DuckDBConnection;
  /** runs SQL for its effect */
  run(sql: string, values?: DuckDBValue[]): Promise<void>;
  /** all rows as plain objects; BIGINT comes as a number (times and cents stay exact below 2^53) */
  rows<Row>(sql: string, values?: DuckDBValue[]): Promise<Row[]>;
  /** all rows, column by column, in the order of the query */
  columns(sql: string, values?: DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** the work in one transaction: all of it or nothing */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
};

const plain = (value: DuckDBValue): DuckDBValue => (typeof value === 'bigint' ? Number(value) : value);

export const openWarehouse = async (path: string): Promise<Warehouse> => {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const instance = await DuckDBInstance.create(path).catch((error: unknown) => {
    throw new Fault(
      'bad-input',
      path,
      'it is not a warehouse that can be opened, or another process holds it',
      error,
    );
  });
  const connection = await instance.connect();
  const read = (sql: string, values?: DuckDBValue[]) => connection.runAndReadAll(sql, values);
  return {
    path,
    connection,
    run: async (sql, values) => {
      await connection.run(sql, values);
    },
    rows: async <Row>(sql: string, values?: DuckDBValue[]) => {
      const reader = await read(sql, values);
      const names = reader.columnNames();
      return reader
        .getRows()
        .map((row) => Object.fromEntries(row.map((value, k) => [names[k], plain(value)])) as Row);
    },
    columns: async (sql, values) => (await read(sql, values)).getColumns().map((column) => column.map(plain)),
    transaction: async (work) => {
      await connection.run('BEGIN TRANSACTION');
      try {
        const result = await work();
        await connection.run('COMMIT');
        return result;
      } catch (error) {
        await connection.run('ROLLBACK');
        throw error;
      }
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

/** Opens, works, and closes whatever happens. */
export const withWarehouse = async <T>(
  path: string,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> => {
  const warehouse = await openWarehouse(path);
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
};
