import { Fault } from '@causeway/contract';
import type { Columns, Engine } from './engine.ts';
import { sqlName } from './sql-text.ts';
import type { Warehouse } from './warehouse.ts';

/** Rows that go over in one insert. */
const BATCH_ROWS = 100_000;
const MARK: Columns = { person: 'VARCHAR' };
const markOf = (table: string): string => `${sqlName(table)}_mark`;

/** What a SELECT of the warehouse holds, in little memory: count and sum of the hashes of its rows. */
const fingerprint = async (warehouse: Warehouse, select: string): Promise<string> => {
  const [row] = await warehouse.rows<{ n: number; h: string }>(
    `SELECT count(*) AS n, CAST(coalesce(sum(hash(q)), 0) AS VARCHAR) AS h FROM (${select}) AS q`,
  );
  return `${row?.n ?? 0}-${row?.h ?? 0}`;
};

const countThere = async (engine: Engine, table: string): Promise<number> =>
  Number((await engine.columns(`SELECT count(*) AS n FROM ${table}`))[0]?.[0] ?? -1);

/** True when the engine holds the table with just those rows: the mark is written last, after the rows were counted. */
const isThere = async (engine: Engine, table: string, print: string): Promise<boolean> => {
  try {
    const [mark = []] = await engine.columns(`SELECT person FROM ${markOf(table)}`);
    return mark[0] === print && (await countThere(engine, table)) === Number(print.split('-')[0]);
  } catch (error) {
    // A table that was never made is no fault; a node that is away shows again when the rows are sent.
    if (error instanceof Fault) return false;
    throw error;
  }
};

/** Where an engine apart from the warehouse holds rows of persons, kept so that an erasure misses none. */
export const createCopies = (warehouse: Warehouse): Promise<void> =>
  warehouse.run(
    'CREATE TABLE IF NOT EXISTS engine_copies (place VARCHAR, name VARCHAR, PRIMARY KEY (place, name))',
  );

/** The tables that stand elsewhere, by place. */
export const copiesOf = async (warehouse: Warehouse): Promise<{ place: string; name: string }[]> => {
  await createCopies(warehouse);
  return warehouse.rows('SELECT place, name FROM engine_copies ORDER BY place, name');
};

/**
 * Brings a table of the warehouse to another engine, unless that holds the very same rows already; for the warehouse's own engine
 * nothing is done. `select` gives the columns in their order, `person` among them. Returns whether rows were sent. Throws
 * `store-failed` when the engine does not hold as many rows afterwards as were sent.
 */
export const copyTable = async (
  warehouse: Warehouse,
  engine: Engine,
  table: string,
  columns: Columns,
  select = `SELECT ${Object.keys(columns).join(', ')} FROM ${table}`,
): Promise<boolean> => {
  if (engine.name === 'duckdb') return false;
  const print = await fingerprint(warehouse, select);
  if (await isThere(engine, table, print)) return false;
  await createCopies(warehouse);
  await warehouse.run('INSERT INTO engine_copies VALUES (?, ?) ON CONFLICT DO NOTHING', [
    engine.place,
    table,
  ]);
  await engine.create(markOf(table), MARK);
  await engine.create(table, columns);
  const result = await warehouse.connection.stream(select);
  let [batch, sent] = [[] as (number | string | null)[][], 0];
  const send = async (): Promise<void> => {
    if (batch.length > 0) await engine.insert(table, columns, batch);
    sent += batch.length;
    batch = [];
  };
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const row of chunk.getRows())
      batch.push(
        row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : (cell as number | string | null))),
      );
    if (batch.length >= BATCH_ROWS) await send();
  }
  await send();
  const there = await countThere(engine, table);
  if (there !== sent)
    throw new Fault(
      'store-failed',
      `${engine.place}: ${table}`,
      `${sent} rows were sent, ${there} are there`,
    );
  await engine.insert(markOf(table), MARK, [[print]]);
  return true;
};

/** Takes every copy, its mark and the given scratch tables off the engine; what stands elsewhere stays. Returns what was copied there. */
export const dropCopies = async (
  warehouse: Warehouse,
  engine: Engine,
  scratch: readonly string[],
): Promise<string[]> => {
  const names = (await copiesOf(warehouse))
    .filter(({ place }) => place === engine.place)
    .map(({ name }) => name);
  for (const name of [...names.flatMap((one) => [markOf(one), one]), ...scratch]) await engine.drop(name);
  await warehouse.run('DELETE FROM engine_copies WHERE place = ?', [engine.place]);
  return names;
};
