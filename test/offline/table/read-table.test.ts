import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWarehouse, readTable, type Warehouse } from '@causeway/offline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
let warehouse: Warehouse;
const at = (name: string) => join(folder.path, name);
beforeAll(async () => {
  warehouse = await openWarehouse(':memory:');
  writeFileSync(at('a.csv'), 'id,x,sold\nfirst,1.5,true\nsecond,2,false\n');
  writeFileSync(at('a.ndjson'), '{"id":"first","x":1.5,"sold":true}\n{"id":"second","x":2,"sold":false}\n');
  await warehouse.run(
    `COPY (SELECT * FROM read_csv_auto('${at('a.csv')}')) TO '${at('a.parquet')}' (FORMAT parquet)`,
  );
});
afterAll(() => {
  warehouse.close();
  folder.remove();
});

describe('readTable', () => {
  it.each(['a.csv', 'a.ndjson', 'a.parquet'])('reads %s', async (name) => {
    const table = await readTable(warehouse, at(name));
    expect(table.names).toEqual(['id', 'x', 'sold']);
    expect(table.texts('id')).toEqual(['first', 'second']);
    expect([...table.numbers('x')]).toEqual([1.5, 2]);
    expect([...table.numbers('sold')]).toEqual([1, 0]);
  });

  it.each([
    ['a.xls', /got ".xls", allowed is one of .csv/],
    ['b.csv', /there is no such file/],
  ])('refuses %s', async (name, reason) => {
    await expect(readTable(warehouse, at(name))).rejects.toThrow(reason);
  });

  it('reads a file whose line ends are mixed', async () => {
    writeFileSync(at('mixed.csv'), 'id,x,sold\r\nfirst,1.5,true\nsecond,2,false\r\n');
    for (const wanted of [undefined, ['x', 'id']]) {
      const table = await readTable(warehouse, at('mixed.csv'), wanted);
      expect(table.texts('id')).toEqual(['first', 'second']);
      expect([...table.numbers('x')]).toEqual([1.5, 2]);
    }
  });

  it('names the column that is missing and the row that is no number', async () => {
    const table = await readTable(warehouse, at('a.csv'));
    expect(() => table.numbers('y')).toThrow(/column y: it is missing; there are id, x, sold/);
    expect(() => table.numbers('id')).toThrow(/column id, row 1: got first, allowed is a number/);
  });
});
