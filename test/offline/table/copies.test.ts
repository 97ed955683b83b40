import { Fault } from '@causeway/contract';
import {
  type Columns,
  copiesOf,
  copyTable,
  dropCopies,
  duckdbEngine,
  type Engine,
  openWarehouse,
  type Warehouse,
} from '@causeway/offline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const COLUMNS: Columns = { person: 'VARCHAR', at_ms: 'BIGINT', cents: 'DOUBLE?', category: 'VARCHAR?' };
let here: Warehouse;
let away: Warehouse;
let there: Engine;

beforeEach(async () => {
  here = await openWarehouse(':memory:');
  away = await openWarehouse(':memory:');
  // Another file stands for the other engine: what is tried here is when rows go over, not by which wire.
  const engine = duckdbEngine(away);
  const columns = (select: string) =>
    engine.columns(select).catch((error: unknown) => {
      throw new Fault('store-failed', 'clickhouse', String(error));
    });
  there = { ...engine, columns, name: 'clickhouse', place: 'clickhouse elsewhere' };
  await here.run(`CREATE TABLE history AS SELECT 'p' || (i % 7) AS person, i AS at_ms,
    CASE WHEN i % 3 = 0 THEN NULL ELSE i / 3.0 END AS cents, CASE WHEN i % 5 = 0 THEN NULL ELSE '\u9774' || i END AS category
    FROM range(120000) t(i)`);
});
afterEach(() => {
  here.close();
  away.close();
});
const copy = () => copyTable(here, there, 'history', COLUMNS);
const SUM = 'SELECT count(*), sum(at_ms), sum(hash(q)) FROM (SELECT * FROM history) AS q';

describe('copyTable', () => {
  it('brings every row over, once', async () => {
    expect(await copy()).toBe(true);
    expect(await there.columns(SUM)).toEqual(await here.columns(SUM));
    expect(await copy()).toBe(false);
    expect(await copiesOf(here)).toEqual([{ place: 'clickhouse elsewhere', name: 'history' }]);
  });

  it.each([
    ['a row is there anew', () => here.run("INSERT INTO history VALUES ('p0', 5, 1, NULL)")],
    ['a cell has changed', () => here.run('UPDATE history SET cents = 7 WHERE at_ms = 8')],
    ['two cells were swapped', () => here.run('UPDATE history SET at_ms = 9 - at_ms WHERE at_ms IN (4, 5)')],
    ['rows went missing over there', () => away.run('DELETE FROM history WHERE at_ms = 4')],
    ['the mark was never written', () => away.run('DROP TABLE history_mark')],
  ])('again when %s', async (_, change) => {
    await copy();
    await change();
    expect(await copy()).toBe(true);
    expect(await there.columns(SUM)).toEqual(await here.columns(SUM));
  });

  it("does nothing for the warehouse's own engine", async () => {
    expect(await copyTable(here, duckdbEngine(here), 'history', COLUMNS)).toBe(false);
    expect(await copiesOf(here)).toEqual([]);
  });

  it('refuses to go on when rows were lost on the way', async () => {
    const lossy: Engine = {
      ...there,
      insert: (table, columns, rows) => there.insert(table, columns, [...rows].slice(1)),
    };
    await expect(copyTable(here, lossy, 'history', COLUMNS)).rejects.toThrow(
      /store-failed at clickhouse elsewhere: history: 120000 rows were sent, 1199\d\d are there/,
    );
  });
});

it('dropCopies takes all away, and scratch tables with it', async () => {
  await copy();
  await there.keep('asks', 'SELECT person FROM history LIMIT 3');
  expect(await dropCopies(here, there, ['asks', 'never_made'])).toEqual(['history']);
  expect(await away.rows('SELECT table_name FROM duckdb_tables()')).toEqual([]);
  expect(await copiesOf(here)).toEqual([]);
});
