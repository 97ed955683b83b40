import { type FeatureWindow, windowStart, type ZoneOffset } from '@causeway/contract';
import type { Cell, Columns, Engine } from '../table/index.ts';

/** A question to the features: what was known of `person` strictly before `at`? */
export type Ask = { readonly row: number; readonly person: string; readonly at: number };

const columnsOf = (calendars: readonly FeatureWindow[]): Columns => ({
  row_id: 'BIGINT',
  person: 'VARCHAR',
  at_ms: 'BIGINT',
  ...Object.fromEntries(calendars.map((_, k) => [`from_${k}`, 'BIGINT' as const])),
});

function* rowsOf(
  asks: Iterable<Ask>,
  calendars: readonly FeatureWindow[],
  offset: ZoneOffset,
): Generator<Cell[]> {
  for (const { row, person, at } of asks) {
    yield [row, person, at, ...calendars.map((window) => windowStart(window, at, offset))];
  }
}

/** Writes the table of asks, with the first moment of every calendar window beside each: the only place zones matter. */
export const writeAsks = async (
  engine: Engine,
  table: string,
  asks: Iterable<Ask>,
  calendars: readonly FeatureWindow[],
  offset: ZoneOffset,
): Promise<void> => {
  const columns = columnsOf(calendars);
  await engine.create(table, columns);
  await engine.insert(table, columns, rowsOf(asks, calendars, offset));
};
