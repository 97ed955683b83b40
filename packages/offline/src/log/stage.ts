import type { StoredLine } from '@causeway/contract';
import type { DuckDBValue } from '@duckdb/node-api';
import type { Warehouse } from '../table/index.ts';
import { appendRows } from '../table/index.ts';
import type { LogTable } from './log-tables.ts';
import { LOG_TABLE_NAMES } from './log-tables.ts';
import { mergeLines } from './merge-lines.ts';
import { rowsOfLine } from './rows-of-line.ts';

/** Lines waiting to go into the warehouse together. */
export type Stage = {
  /** good lines waiting */
  size(): number;
  put(line: StoredLine): void;
  /**
   * moves what waits into the tables, once by (kind, id); returns how many lines are new. Call it in a transaction.
   */
  merge(): Promise<number>;
};

export const createStage = (warehouse: Warehouse): Stage => {
  const rows = new Map<LogTable, DuckDBValue[][]>(LOG_TABLE_NAMES.map((name) => [name, []]));
  const steps = new Set<string>();
  let size = 0;
  return {
    size: () => size,
    put: (line) => {
      size++;
      // The facts of a step have no id of their own, so a second copy of a step stays out as a whole.
      if (line.line.kind === 'step') {
        if (steps.has(line.line.id)) return;
        steps.add(line.line.id);
      }
      for (const { table, row } of rowsOfLine(line)) rows.get(table)?.push(row);
    },
    merge: async () => {
      for (const [table, staged] of rows) {
        await appendRows(warehouse, `new_${table}`, staged);
        staged.length = 0;
      }
      steps.clear();
      size = 0;
      return mergeLines(warehouse);
    },
  };
};
