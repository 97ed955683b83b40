import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openStreamed, openWarehouse, readTable, type Warehouse } from '@causeway/offline';
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
    ['a.xls', '', /got ".xls", allowed is one of .csv/],
    ['folder.csv/a.csv', null, /there is no such file/],
    ['empty.csv', '', /the file is empty/],
    ['names.csv', 'id,x\n', /it holds no rows/],
    [
      'ragged.csv',
      'id,x,y\n1,2\n1,2,3,4\n',
      /got rows of different lengths, allowed is 3 cells between "," in each/,
    ],
    ['twice.csv', 'id,x,id\n1,2,3\n', /got the column id twice/],
    ['case.csv', 'ID,id\n1,2\n', /got the column id twice/],
    ['latin.csv', Buffer.from('id,x\ncaf\u00e9,2\n', 'latin1'), /cannot be read: .*allowed is UTF-8/],
    [
      'cut.csv.gz',
      gzipSync('id,x\n1,2\n'.repeat(5000)).subarray(0, 60),
      /gzip cannot unpack whole \(unexpected end of file\)/,
    ],
    ['plain.csv.gz', 'id,x\n1,2\n', /gzip cannot unpack whole/],
  ])('refuses %s', async (name, content, reason) => {
    if (content !== null) writeFileSync(at(name), content);
    await expect(readTable(warehouse, at(name))).rejects.toThrow(reason);
    await expect(openStreamed(warehouse, at(name))).rejects.toThrow(reason);
  });

  it('takes a name that looks like a second one in a file that only the lenient reader takes', async () => {
    writeFileSync(at('mixed.csv'), 'id,a,a_1\r\n1,2,"x\n2,3,y\r\n3,4,z\n');
    const table = await readTable(warehouse, at('mixed.csv'));
    expect([table.names, table.n]).toEqual([['id', 'a', 'a_1'], 3]);
  });

  it.each([
    ['utf16.csv', Buffer.from('\ufeffid,x\nfirst,1\n', 'utf16le')],
    ['mark.csv', '\ufeffid,x\nfirst,1\n'],
    ['SHOUT.CSV', 'id,x\nfirst,1\n'],
    ['packed.csv.gz', gzipSync('id,x\nfirst,1\n')],
    ['no-ending.gz', gzipSync('id,x\nfirst,1\n')],
    ['bars.txt', 'id|x\nfirst|1\n'],
    ['list.json', '[{"id":"first","x":1}]'],
    ['a_1.csv', 'id,x,id_1\nfirst,1,2\n'],
  ])('reads %s', async (name, content) => {
    writeFileSync(at(name), content);
    const table = await readTable(warehouse, at(name), ['id', 'x']);
    expect(table.texts('id')).toEqual(['first']);
    expect([...table.numbers('x')]).toEqual([1]);
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
