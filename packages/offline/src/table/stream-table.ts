import { duckName } from './duck-text.ts';
import { absentColumn, loadUserFile } from './load-user-file.ts';
import { type PlainCell, plainCell } from './plain-cell.ts';
import type { Warehouse } from './warehouse.ts';

/** A user's file held by the warehouse: its columns, and its rows chunk by chunk, in the file's order, without all of them in JavaScript. */
export type StreamedTable = {
  readonly path: string;
  readonly n: number;
  readonly names: readonly string[];
  /** Calls `each` with the columns asked for of a few thousand rows at a time. */
  scan(
    columns: readonly string[],
    each: (cells: readonly (readonly unknown[])[], rows: number, from: number) => void,
  ): Promise<void>;
  /** One column as plain cells; moments are ISO texts. */
  cells(column: string): Promise<unknown[]>;
};

const isoCell = (value: unknown): PlainCell => {
  const cell = plainCell(value);
  if (!(cell instanceof Date)) return cell;
  return Number.isFinite(cell.getTime()) ? cell.toISOString() : null;
};

/**
 * Loads a user's file (loadUserFile says which, and what it refuses) into a table of the warehouse and streams from there, so that a
 * file is parsed once whatever is asked of it. Throws `bad-input`.
 */
export const openStreamed = async (warehouse: Warehouse, path: string): Promise<StreamedTable> => {
  const { connection } = warehouse;
  const { table, n, names } = await loadUserFile(warehouse, path);
  const scan: StreamedTable['scan'] = async (columns, each) => {
    const gone = columns.find((name) => !names.includes(name));
    if (gone !== undefined) throw absentColumn(path, gone, names);
    const result = await connection.stream(`SELECT ${columns.map(duckName).join(', ')} FROM ${table}`);
    let from = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      each(
        columns.map((_, k) => chunk.getColumnValues(k).map(isoCell)),
        chunk.rowCount,
        from,
      );
      from += chunk.rowCount;
    }
  };
  return {
    path,
    n,
    names,
    scan,
    cells: async (column) => {
      const out: unknown[] = [];
      await scan([column], ([cells = []]) => {
        for (const cell of cells) out.push(cell);
      });
      return out;
    },
  };
};
