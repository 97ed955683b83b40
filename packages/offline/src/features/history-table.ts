import { EVENT_NUMBERS, EVENT_TEXTS, type ShopEvent } from '@causeway/contract';
import { type Cell, type Columns, copyTable, type Engine, type Warehouse } from '../table/index.ts';

/** The events of persons, as features read them. `seq` orders those of one person by (at_ms, id). */
export const HISTORY_COLUMNS_SQL: Columns = {
  person: 'VARCHAR',
  seq: 'BIGINT',
  at_ms: 'BIGINT',
  kind: 'VARCHAR',
  ...Object.fromEntries(EVENT_NUMBERS.map((name) => [name, 'DOUBLE?' as const])),
  ...Object.fromEntries(EVENT_TEXTS.map((name) => [name, 'VARCHAR?' as const])),
};

/** One event of a person as a row of that table. */
export const historyRow = (person: string, seq: number, event: ShopEvent): Cell[] => [
  person,
  seq,
  event.at,
  event.kind,
  ...EVENT_NUMBERS.map((name) => event[name] ?? null),
  ...EVENT_TEXTS.map((name) => event[name] ?? null),
];

/** Brings `history` to the engine that is to compute on it, unless it holds the very same rows. */
export const placeHistory = (warehouse: Warehouse, engine: Engine): Promise<boolean> =>
  copyTable(warehouse, engine, 'history', HISTORY_COLUMNS_SQL);
