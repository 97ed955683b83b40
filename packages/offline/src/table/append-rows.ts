import type { DuckDBValue } from '@duckdb/node-api';
import { DuckDBDataChunk } from '@duckdb/node-api';
import type { Warehouse } from './warehouse.ts';

/** DuckDB's vector size: the most rows a chunk may hold. */
const CHUNK_ROWS = 2048;

/** Appends rows to a table, chunk by chunk. Values must be of the columns' types (bigint for BIGINT). */
export const appendRows = async (
  warehouse: Warehouse,
  table: string,
  rows: readonly (readonly DuckDBValue[])[],
): Promise<void> => {
  if (rows.length === 0) return;
  const appender = await warehouse.connection.createAppender(table);
  const types = Array.from({ length: appender.columnCount }, (_, k) => appender.columnType(k));
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create(types);
    chunk.setRows(rows.slice(from, from + CHUNK_ROWS));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
};
