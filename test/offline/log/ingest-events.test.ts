import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  checkMapping,
  contentDigest,
  exportDays,
  ingestEvents,
  type Mapping,
  openWarehouse,
  type Warehouse,
} from '@causeway/offline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/study.ts';

const key = new Uint8Array(32).fill(7);
const token = (text: string): string => createHmac('sha256', key).update(text).digest('hex').slice(0, 32);

const orders = (change: Partial<Mapping> = {}): Mapping =>
  checkMapping(
    {
      kind: 'mapping',
      version: 1,
      name: 'orders',
      format: 'csv',
      id: ['nr'],
      at: { column: 'when', as: 'local', zone: 'Europe/Berlin' },
      event: { column: 'type', values: { Kauf: 'order', Retoure: 'return' } },
      identifiers: {
        account: { column: 'kunde', token: 'keyed' },
        email: { column: 'mail', token: 'keyed', normalise: 'email' },
      },
      numbers: {
        cents: { column: 'summe', factor: 100, decimal: ',' },
        coupon: { column: 'gutschein', yes: ['ja'], no: ['nein'] },
      },
      texts: { category: { column: 'art' }, channel: { is: 'shop' } },
      ...change,
    },
    'mapping',
  );
const HEADER = 'nr,when,type,kunde,mail,summe,gutschein,art';
const GOOD = '1,2026-07-01 12:00:00,Kauf,k1,Anna@Example.org ,"1.019,99",ja,"Schuhe, 靴"';

let folder: ReturnType<typeof temporaryFolder>;
let warehouse: Warehouse;
const at = (name: string) => join(folder.path, name);
const csv = (name: string, ...rows: string[]) => writeFileSync(at(name), [HEADER, ...rows, ''].join('\n'));
const rows = (sql: string) => warehouse.rows<Record<string, unknown>>(sql);
beforeEach(async () => {
  folder = temporaryFolder();
  warehouse = await openWarehouse(':memory:');
});
afterEach(() => {
  warehouse.close();
  folder.remove();
});

describe("a shop's own table", () => {
  it('comes in with its types, zone, units and words; identifiers as tokens only', async () => {
    csv('a.csv', GOOD, '2,2026-01-01 00:30:00,Retoure,k1,,,,');
    const report = await ingestEvents(warehouse, at('a.csv'), orders(), { key });
    expect(report).toMatchObject({ files: 1, rows: 2, kept: 2, broken: 0, repeated: 0, firstBroken: null });
    expect(await rows('SELECT * FROM events ORDER BY at_ms DESC')).toMatchObject([
      {
        id: 'orders:1',
        source: 'orders',
        kind: 'order',
        at_ms: Date.UTC(2026, 6, 1, 10),
        account: token('k1'),
        email: token('anna@example.org'),
        cents: 101_999,
        coupon: 1,
        category: 'Schuhe, 靴',
        channel: 'shop',
        brand: null,
      },
      { kind: 'return', at_ms: Date.UTC(2025, 11, 31, 23, 30), email: null, cents: null, coupon: null },
    ]);
    expect(JSON.stringify(await rows('SELECT * FROM events'))).not.toMatch(/anna|"k1"/i);
  });

  it.each([
    ['ndjson', 'a.ndjson', (lines: string) => Buffer.from(lines)],
    ['ndjson', 'a.jsonl.gz', (lines: string) => gzipSync(lines)],
    ['parquet', 'a.parquet', null],
  ] as const)('comes from %s (%s) the same as from CSV', async (format, name, pack) => {
    csv('a.csv', GOOD);
    await ingestEvents(warehouse, at('a.csv'), orders(), { key });
    const wanted = await rows('SELECT * EXCLUDE (batch) FROM events');
    if (pack === null) {
      await warehouse.run(
        `COPY (FROM read_csv('${at('a.csv')}', all_varchar = true)) TO '${at(name)}' (FORMAT parquet)`,
      );
    } else {
      const json = await rows(`FROM read_csv('${at('a.csv')}', all_varchar = true)`);
      writeFileSync(at(name), pack(json.map((row) => JSON.stringify(row)).join('\n')));
    }
    await warehouse.run('DELETE FROM events');
    await ingestEvents(warehouse, at(name), orders({ format }), { key });
    expect(await rows('SELECT * EXCLUDE (batch) FROM events')).toEqual(wanted);
  });

  it('counts a row once by its id, in whatever order and file, and sets a changed one aside', async () => {
    csv('1.csv', GOOD, GOOD, '3,2026-07-02 12:00:00,Kauf,k3,,5,,');
    csv('2.csv', '3,2026-07-02 12:00:00,Kauf,k3,,5,,', '4,2026-06-01 12:00:00,Kauf,k3,,5,,');
    csv('3.csv', '4,2026-06-01 12:00:00,Kauf,k3,,6,,');
    const report = await ingestEvents(warehouse, folder.path, orders(), { key });
    expect(report).toMatchObject({ files: 3, rows: 6, kept: 3, repeated: 2, broken: 1, late: 1 });
    expect(await ingestEvents(warehouse, folder.path, orders(), { key })).toMatchObject({
      skipped: 3,
      rows: 0,
      kept: 0,
    });
    const [aside] = await rows('SELECT * FROM quarantine');
    expect(aside).toMatchObject({
      path: 'orders/3.csv',
      line: 1,
      reason: expect.stringMatching(/read before with other/),
    });
    expect((await rows("SELECT cents FROM events WHERE id = 'orders:4'"))[0]).toEqual({ cents: 500 });
  });

  it('reads groups of thousands only where they are whole, on either side of the decimal mark', async () => {
    const cents = async (name: string, decimal: ',' | '.' | undefined, ...texts: string[]) => {
      csv(`${name}.csv`, ...texts.map((text, k) => `${name}${k},2026-07-01 12:00:00,Kauf,k1,,"${text}",,`));
      const by = { column: 'summe', factor: 100, ...(decimal === undefined ? {} : { decimal }) };
      await ingestEvents(warehouse, at(`${name}.csv`), orders({ numbers: { cents: by } }), { key });
      const found = await rows(
        `SELECT cents FROM events WHERE starts_with(id, 'orders:${name}') ORDER BY id`,
      );
      return found.map((row) => row.cents);
    };
    const comma = ['12,50', '-1.234.567,5', '1234', ',5', '1,5e1', '1.5', '1.2345', '12.345.67'];
    expect(await cents('a', ',', ...comma)).toEqual([1250, -123_456_750, 123_400, 50, 1500]);
    const point = ['12.50', '-1,234,567.5', '1234', '.5', '1.5e1', '1,5', '1,2345', '12,345,67'];
    expect(await cents('b', '.', ...point)).toEqual([1250, -123_456_750, 123_400, 50, 1500]);
    expect(await cents('c', undefined, '12.50', '1,234.5', '1_000')).toEqual([1250]);
  });

  it('keeps ids of several parts apart, and those without | as they are', async () => {
    const cells = ['a|b,c', 'a,b|c', 'a\\,b', 'a\\|b,c', '7,1'];
    writeFileSync(
      at('a.csv'),
      ['nr,art,when,type,kunde', ...cells.map((own) => `${own},2026-07-01 12:00:00,Kauf,k1`), ''].join('\n'),
    );
    const own = { account: { column: 'kunde', token: 'keyed' as const } };
    const mapping = orders({ id: ['nr', 'art'], numbers: {}, texts: {}, identifiers: own });
    const report = await ingestEvents(warehouse, at('a.csv'), mapping, { key });
    expect(report).toMatchObject({ kept: 5, broken: 0 });
    expect((await rows('SELECT id FROM events')).map(({ id }) => id)).toContain('orders:7|1');
  });

  it('gives an address one token however its letters are composed', async () => {
    const mail = (k: number, form: 'NFC' | 'NFD') =>
      `${k},2026-07-01 12:00:00,Kauf,${'kü'.normalize(form)},${'Über@x.org'.normalize(form)},5,,`;
    csv('a.csv', mail(1, 'NFC'), mail(2, 'NFD'));
    await ingestEvents(warehouse, at('a.csv'), orders(), { key });
    const found = await rows('SELECT DISTINCT account, email FROM events');
    expect(found).toEqual([
      { account: token('kü'.normalize('NFC')), email: token('über@x.org'.normalize('NFC')) },
    ]);
  });

  it('reads endings in either case, and names what it passes over', async () => {
    csv('a.csv', GOOD);
    csv('B.CSV', GOOD.replace('1,', '2,'));
    writeFileSync(at('C.Csv.GZ'), gzipSync([HEADER, GOOD.replace('1,', '3,'), ''].join('\n')));
    csv('d.txt', GOOD.replace('1,', '4,'));
    symlinkSync(at('a.csv'), at('e.csv'));
    const said: string[] = [];
    const options = { key, progress: (message: string) => said.push(message) };
    const report = await ingestEvents(warehouse, folder.path, orders(), options);
    expect(report).toMatchObject({ files: 3, kept: 3, broken: 0, passedOver: ['d.txt', 'e.csv'] });
    expect(said[0]).toBe('ingest: 2 passed over, no .csv by name: d.txt, e.csv');
    await expect(
      ingestEvents(warehouse, folder.path, orders({ format: 'parquet' }), { key }),
    ).rejects.toThrow(/it holds no \.parquet file; there are B\.CSV, C\.Csv\.GZ, a\.csv, d\.txt, e\.csv/);
  });

  it('names a row by its content where the shop has no id', async () => {
    csv('1.csv', GOOD, '9,2026-07-02 12:00:00,Kauf,k3,,5,,');
    csv('2.csv', GOOD);
    const report = await ingestEvents(warehouse, folder.path, orders({ id: [] }), { key });
    expect(report).toMatchObject({ kept: 2, repeated: 1 });
  });

  it('sets a file aside that cannot be read, and reads the others', async () => {
    csv('1.csv', GOOD);
    writeFileSync(at('0.csv'), 'a,b\n1,2\n');
    const report = await ingestEvents(warehouse, folder.path, orders(), { key });
    expect(report).toMatchObject({ files: 2, brokenFiles: 1, kept: 1 });
    expect(report.firstBroken).toMatch(/cannot be read by the mapping orders/);
    csv('0.csv', '8,2026-07-02 12:00:00,Kauf,k3,,5,,');
    expect(await ingestEvents(warehouse, folder.path, orders(), { key })).toMatchObject({
      kept: 1,
      brokenFiles: 0,
    });
    expect(await rows('SELECT * FROM quarantine')).toEqual([]);
  });
});

describe('a broken row goes to quarantine with its reason and without identifiers, and costs only itself', () => {
  const table: [string, string, RegExp][] = [
    ['no id', ',2026-07-01 12:00:00,Kauf,k1,,5,,', /id: it is missing/],
    ['no time', '2,,Kauf,k1,,5,,', /time: got nothing, allowed is a local time/],
    ['a time that is none', '2,soon,Kauf,k1,,5,,', /time: got soon/],
    ['a time with an offset', '2,2026-07-01T12:00:00Z,Kauf,k1,,5,,', /time: got 2026-07-01T12/],
    ['a time that the clocks skipped', '2,2026-03-29 02:30:00,Kauf,k1,,5,,', /exists in Europe\/Berlin/],
    ['a time before 1970', '2,1931-03-29 02:30:00,Kauf,k1,,5,,', /time: got 1931/],
    [
      'a word that is not mapped',
      '2,2026-07-01 12:00:00,Tausch,k1,,5,,',
      /kind: got Tausch, allowed is Kauf, Retoure/,
    ],
    [
      'an amount that is none',
      '2,2026-07-01 12:00:00,Kauf,k1,,viel,,',
      /cents: got viel, allowed is a number like 1\.234,50/,
    ],
    ['a point among decimal commas', '2,2026-07-01 12:00:00,Kauf,k1,,12.50,,', /cents: got 12\.50, allowed/],
    [
      'a group of thousands that is none',
      '2,2026-07-01 12:00:00,Kauf,k1,,"0.500,1",,',
      /cents: got 0\.500,1/,
    ],
    [
      'a time with an offset of hours',
      '2,2024-05-10 10:00:00-07,Kauf,k1,,5,,',
      /time: got 2024-05-10 10:00:00-07/,
    ],
    ['a time that says its zone', '2,2024-05-10 10:00:00 UTC,Kauf,k1,,5,,', /time: got .* UTC/],
    ['an endless amount', '2,2026-07-01 12:00:00,Kauf,k1,,inf,,', /cents: got inf/],
    [
      'neither yes nor no',
      '2,2026-07-01 12:00:00,Kauf,k1,,5,vielleicht,',
      /coupon: got vielleicht, allowed is ja, nein/,
    ],
    ['too long a text', `2,2026-07-01 12:00:00,Kauf,k1,,5,,${'x'.repeat(201)}`, /category: it is longer/],
    ['too many columns', '2,2026-07-01 12:00:00,Kauf,k1,,5,,,x', /too many columns/],
    ['too few columns', '2,2026-07-01', /missing columns/],
    ['an open quote', '2,2026-07-01 12:00:00,Kauf,k1,,5,,"Schu', /quote/],
    ['two faults at once', '2,soon,Kauf,k1,,viel,,', /time: .*; cents: /],
  ];
  it.each(table)('%s', async (_, broken, reason) => {
    csv('a.csv', GOOD, broken.replaceAll('k1', 'secret-customer'));
    const report = await ingestEvents(warehouse, at('a.csv'), orders(), { key });
    expect(report).toMatchObject({ kept: 1, broken: 1 });
    const aside = await rows('SELECT * FROM quarantine');
    expect(aside).toHaveLength(1);
    expect(aside[0]?.reason).toMatch(reason);
    expect(JSON.stringify(aside)).not.toMatch(/secret-customer/);
  });

  it('a given token that looks like an address', async () => {
    csv('a.csv', GOOD);
    const mapping = orders({ identifiers: { email: { column: 'mail', token: 'given' } } });
    const report = await ingestEvents(warehouse, at('a.csv'), mapping, { key: null });
    expect(report.firstBroken).toBe('email: it is not a token of letters, digits, - and _');
  });

  it('a line of NDJSON that is not an object', async () => {
    const row = { nr: 1, when: '2026-07-01 12:00:00', type: 'Kauf', kunde: 'k1', summe: '5' };
    writeFileSync(
      at('a.ndjson'),
      [JSON.stringify(row), '{"cut', '[1]', '', 'null', JSON.stringify({ ...row, nr: 2 })].join('\n'),
    );
    const report = await ingestEvents(warehouse, at('a.ndjson'), orders({ format: 'ndjson' }), { key });
    expect(report).toMatchObject({ kept: 2, broken: 3, firstBroken: 'it is not a JSON object' });
  });
});

describe('times', () => {
  const moments = async (time: Mapping['at'], ...texts: string[]) => {
    writeFileSync(
      at('t.csv'),
      ['nr,when,kunde', ...texts.map((text, k) => `${k},"${text}",k`), ''].join('\n'),
    );
    const mapping = orders({
      at: time,
      event: { is: 'visit' },
      numbers: {},
      texts: {},
      identifiers: { account: { column: 'kunde', token: 'keyed' } },
    });
    await ingestEvents(warehouse, at('t.csv'), mapping, { key });
    return (await rows('SELECT at_ms FROM events ORDER BY id')).map(({ at_ms }) => at_ms);
  };
  it.each([
    [{ column: 'when', as: 'ms' }, '1782864000123', 1782864000123],
    [{ column: 'when', as: 's' }, '1782864000.5', 1782864000500],
    [{ column: 'when', as: 'iso' }, '2026-07-01T02:00:00.25+02:00', Date.UTC(2026, 6, 1, 0, 0, 0, 250)],
    [
      { column: 'when', as: 'local', zone: 'Europe/Berlin' },
      '2026-10-25 02:30:00',
      Date.UTC(2026, 9, 25, 1, 30),
    ],
    [
      { column: 'when', as: 'local', zone: 'Asia/Kolkata', format: '%d.%m.%y %H:%M' },
      '01.07.26 05:30',
      Date.UTC(2026, 6, 1),
    ],
  ] as const)('%j', async (time, text, wanted) => {
    expect(await moments(time as Mapping['at'], text)).toEqual([wanted]);
  });
});

describe('checkMapping refuses', () => {
  it.each([
    ['another version', { version: 2 }, /version/],
    ['a local time without a zone', { at: { column: 'when', as: 'local' } }, /at\.zone/],
    [
      'a zone for a time that has its own',
      { at: { column: 'when', as: 'iso', zone: 'Asia/Tokyo' } },
      /at\.zone/,
    ],
    [
      'a format that could end a text',
      { at: { column: 'w', as: 'local', zone: 'UTC', format: "'" } },
      /format/,
    ],
    [
      'a local time with an offset of its own',
      { at: { column: 'w', as: 'local', zone: 'UTC', format: '%Y-%m-%d %H:%M%z' } },
      /format.*without %z/,
    ],
    ['no identifier', { identifiers: {} }, /at least one of subject/],
    [
      'an identifier of no kind',
      { identifiers: { phone: { column: 'a', token: 'keyed' } } },
      /one of subject/,
    ],
    ['yes without no', { numbers: { coupon: { column: 'a', yes: ['1'] } } }, /yes with no/],
    ['a kind that is neither given nor read', { event: {} }, /either is, or column/],
    ['a number of no name', { numbers: { weight: { column: 'a' } } }, /one of cents/],
    ['an unknown field', { filter: 1 }, /filter/],
  ])('%s', (_, change, reason) => {
    expect(() => orders(change as Partial<Mapping>)).toThrow(reason as RegExp);
  });
  it('keyed tokens without a key, and a key that is too short', async () => {
    csv('a.csv', GOOD);
    await expect(ingestEvents(warehouse, at('a.csv'), orders(), { key: null })).rejects.toThrow(
      /missing-key/,
    );
    await expect(ingestEvents(warehouse, at('a.csv'), orders(), { key: key.slice(0, 8) })).rejects.toThrow(
      /got 8 bytes/,
    );
  });
});

describe('exportDays', () => {
  it('writes one file a UTC day, only of days that changed, and takes an emptied day away', async () => {
    csv('a.csv', GOOD, '2,2026-07-01 23:30:00,Kauf,k1,,5,,', '3,2026-07-02 12:00:00,Kauf,k1,,5,,');
    await ingestEvents(warehouse, at('a.csv'), orders(), { key });
    const out = at('parquet');
    expect(await exportDays(warehouse, out)).toBe(2);
    expect(readdirSync(join(out, 'events'))).toEqual(['day=2026-07-01', 'day=2026-07-02']);
    const first = join(out, 'events/day=2026-07-01/part.parquet');
    expect((await rows(`SELECT id FROM read_parquet('${first}')`)).map(({ id }) => id)).toEqual([
      'orders:1',
      'orders:2',
    ]);
    expect(await exportDays(warehouse, out)).toBe(0);
    mkdirSync(at('more'));
    csv('more/b.csv', '5,2026-07-02 11:00:00,Kauf,k1,,5,,');
    await ingestEvents(warehouse, at('more'), orders(), { key });
    const before = readFileSync(first);
    expect(await exportDays(warehouse, out)).toBe(1);
    expect(readFileSync(first).equals(before)).toBe(true);
    await warehouse.run(
      "DELETE FROM events WHERE at_ms < 1782950400000; INSERT INTO changed_days VALUES ('events', 20635)",
    );
    expect(await exportDays(warehouse, out)).toBe(1);
    expect(existsSync(first)).toBe(false);
  });

  it('has one digest whatever the order of files, rows and runs', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, k) => `${k},2026-07-0${1 + (k % 9)} 12:00:00,Kauf,k${k % 7},,${k},,`,
    );
    const digests = new Set<string>();
    for (const step of [1, 7, 59]) {
      const other = await openWarehouse(':memory:');
      const turned = lines.map((_, k) => lines[(k * step) % 60] as string);
      mkdirSync(at(`o${step}`));
      csv(`o${step}/a.csv`, ...turned.slice(0, 25));
      csv(`o${step}/b.csv`, ...turned.slice(20));
      await ingestEvents(other, at(`o${step}`), orders(), { key });
      await other.run('ALTER TABLE events DROP COLUMN batch');
      digests.add(await contentDigest(other, ['events', 'quarantine']));
      other.close();
    }
    expect(digests.size).toBe(1);
  });
});
