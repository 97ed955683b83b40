import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentDigest, withWarehouse } from '@causeway/offline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { simulated, temporaryFolder, writeLog } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...names: string[]) => join(folder.path, ...names);
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 5, 1);

const run = async (...args: string[]) => {
  let said = '';
  const hear = (text: string | Uint8Array): boolean => {
    said += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stderr, 'write').mockImplementation(hear),
    vi.spyOn(process.stdout, 'write').mockImplementation(hear),
  ];
  const code = await commandLine([...args, '--json', at('out.json')]);
  for (const spy of spies) spy.mockRestore();
  return { code, said, result: code === 0 ? JSON.parse(readFileSync(at('out.json'), 'utf8')) : null };
};

const MAPPING = {
  kind: 'mapping',
  version: 1,
  name: 'shop',
  format: 'csv',
  id: ['nr'],
  at: { column: 'at', as: 'ms' },
  event: {
    column: 'what',
    values: { order: 'order', sent: 'email-sent', open: 'email-open', considered: 'mail-considered' },
  },
  identifiers: {
    account: { column: 'customer', token: 'keyed' },
    email: { column: 'mail', token: 'keyed', normalise: 'email' },
  },
  numbers: { cents: { column: 'euro', factor: 100 } },
  texts: {},
};
const DEFINITION = {
  kind: 'exposure-definition',
  version: 1,
  name: 'mail',
  treatments: [
    {
      name: 'mail',
      channel: 'email',
      units: { events: ['mail-considered'], where: [] },
      treated: { events: ['email-sent'], withinMs: 1000 },
      arms: 'treated',
      propensity: { treated: 0.5 },
      mechanism: { is: 'randomised' },
    },
  ],
  repeats: { rule: 'first', windowMs: 5 * DAY },
  outcomes: [{ name: 'week', windowMs: 7 * DAY }],
  competingMs: DAY,
  kinds: { order: ['order'], return: [], support: [], friction: [] },
};
const rowsOf = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, j) => {
    const k = from + j;
    const what = ['considered', 'sent', 'order', 'open'][k % 4];
    const time = T0 + Math.floor(k / 4) * 600_000 + (k % 4) * 10;
    return `${k},${time},${k % 8 === 1 ? 'open' : what},c${Math.floor(k / 4) % 25},u${Math.floor(k / 4) % 25}@x.org,${k % 90}`;
  });
const file = (name: string, rows: string[]) =>
  writeFileSync(name, ['nr,at,what,customer,mail,euro', ...rows, ''].join('\n'));

beforeAll(() => {
  mkdirSync(at('data'));
  for (let k = 0; k < 4; k++)
    file(at('data', `${k}.csv`), [...rowsOf(k * 300, 300), `broken-${k},soon,order,c,,`]);
  writeFileSync(at('mapping.json'), JSON.stringify(MAPPING));
  writeFileSync(at('definition.json'), JSON.stringify(DEFINITION));
  writeFileSync(at('key'), 'ab'.repeat(32));
});
const shop = (dir: string) => [
  '--dir',
  dir,
  '--data',
  at('data'),
  '--mapping',
  at('mapping.json'),
  '--key',
  at('key'),
  '--parquet',
];

describe("the verbs on a shop's own tables", () => {
  const dir = at('study');
  it('ingest, resolve, expose, features, reconcile, explain, erase', async () => {
    const ingested = await run('ingest', ...shop(dir));
    expect(ingested.result).toMatchObject({ files: 4, rows: 1204, kept: 1200, broken: 4 });
    expect(readdirSync(join(dir, 'parquet/events')).length).toBe(ingested.result.days);
    expect((await run('resolve', '--dir', dir)).result).toMatchObject({
      version: 1,
      persons: 25,
      events: 1200,
      withoutPerson: 0,
    });
    const exposed = await run('expose', '--dir', dir, '--definition', at('definition.json'));
    expect(exposed.result).toMatchObject({ number: 1, fresh: true, diff: null });
    const again = await run('expose', '--dir', dir, '--definition', at('definition.json'));
    expect(again.result).toMatchObject({
      digest: exposed.result.digest,
      fresh: false,
      diff: { added: 0, changed: 0 },
    });
    const features = await run('features', '--dir', dir, '--exposures', 'mail');
    expect(features.result).toMatchObject({
      asks: exposed.result.units,
      leaks: { leaks: [], withFuture: 25 },
    });
    expect((await run('reconcile', '--dir', dir, '--exposures', 'mail')).result).toMatchObject({
      different: 0,
      beyond: 0,
    });
    const all = await run('features', '--dir', dir, '--as-of', String(T0 + 10 * DAY));
    expect(all.result.asks).toBe(25);
    const [token] = await withWarehouse(join(dir, 'warehouse.duckdb'), (warehouse) =>
      warehouse.rows<{ account: string }>("SELECT account FROM events WHERE id = 'shop:0'"),
    );
    const account = token?.account as string;
    const told = await run('explain', `account:${account}`, '--dir', dir);
    expect(told.said).toMatch(/by address-of-account, seen 48 times, e\.g\. shop:/);
    const erased = await run('erase', '--dir', dir, '--type', 'account', '--value', account);
    expect(erased.result).toMatchObject({ left: 0, rows: { events: 48 } });
    expect(readFileSync(join(dir, 'warehouse.duckdb')).includes(account)).toBe(false);
    expect(readFileSync(join(dir, 'runs/erase/run.json'), 'utf8')).not.toContain(account);
    file(at('data', '9.csv'), rowsOf(0, 4));
    const after = await run('ingest', ...shop(dir));
    expect(after.result).toMatchObject({ kept: 0, erased: 4 });
  });

  it.each([
    [['ingest', '--data', 'x'], /--data and --mapping go together/],
    [['resolve'], /warehouse\.duckdb: it is missing: causeway ingest/],
    [['ingest', '--bucket', 'http://127.0.0.1:9/b'], /AWS_ACCESS_KEY_ID/],
  ])('%j is refused in one line', async (args, reason) => {
    const { code, said } = await run(...args, '--dir', at('nowhere'));
    expect(code).toBe(1);
    expect(said).toMatch(reason);
  });

  it.each([
    [['--engine', 'clickhouse'], /got no --url/],
    [['--engine', 'clickhouse', '--url', 'ftp://x'], /got x, allowed is http/],
    [['--engine', 'clickhouse', '--url', 'http://me:secret@127.0.0.1:9'], /without a user or password/],
    [['--engine', 'clickhouse', '--url', 'http://127.0.0.1:9', 'http://127.0.0.1:8'], /no --cluster/],
    [['--url', 'http://127.0.0.1:9'], /go with --engine clickhouse/],
    [['--engine', 'clickhouse', '--url', 'http://127.0.0.1:9'], /store-failed at clickhouse/],
  ])('features %j is refused in one line that holds no password', async (args, reason) => {
    const { code, said } = await run('features', '--dir', dir, '--as-of', String(T0 + DAY), ...args);
    expect(code).toBe(1);
    expect(said).toMatch(reason);
    expect(said).not.toContain('secret');
  });

  it('features and reconcile say what is missing', async () => {
    expect((await run('features', '--dir', dir, '--exposures', 'nothing')).said).toMatch(
      /holds no exposures called nothing/,
    );
  });
});

const COMMAND = fileURLToPath(new URL('../../../packages/offline/bin/causeway.mjs', import.meta.url));
/** KILLS=50 is the long trial; the suite does a few. */
const KILLS = Number(process.env.KILLS ?? 1);

describe('kill -9', () => {
  /** Runs the command and kills it so many ms after it first speaks, if it still runs; tells whether it was killed. */
  const killed = (args: string[], after: number | null): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [COMMAND, ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      });
      let timer: NodeJS.Timeout | undefined;
      let said = '';
      child.stderr.on('data', (text) => {
        said += String(text);
        if (after !== null)
          timer ??= setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), after);
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        if (code !== 0 && signal === null && code !== 137) reject(new Error(`ended with ${code}: ${said}`));
        resolve(signal === 'SIGKILL' || code === 137);
      });
    });
  const TABLES = [
    'events',
    'quarantine',
    'ingested_files',
    'changed_days',
    'steps',
    'facts',
    'decisions',
    'outcomes',
    'asked',
    'ends',
  ];
  const digestOf = (dir: string) =>
    withWarehouse(join(dir, 'warehouse.duckdb'), async (warehouse) => {
      if ((await warehouse.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'events'")).length > 0)
        await warehouse.run('UPDATE events SET batch = 0');
      return contentDigest(warehouse, TABLES);
    });

  it('at random moments of ingest: run again, it ends in the identical digest', async () => {
    const many = at('many');
    for (let k = 0; k < 12; k++) {
      mkdirSync(many, { recursive: true });
      file(join(many, `${k}.csv`), [...rowsOf(k * 1500, 1700), `broken-${k},soon,order,c,,`]);
    }
    writeLog(at('log'), 'a.ndjson', simulated(60));
    writeLog(at('log'), 'b.ndjson', simulated(60, 60));
    const stages = (dir: string) => [
      [
        'ingest',
        '--dir',
        dir,
        '--data',
        many,
        '--mapping',
        at('mapping.json'),
        '--key',
        at('key'),
        '--parquet',
      ],
      ['ingest', '--dir', dir, '--log', at('log'), '--parquet'],
    ];
    for (const args of stages(at('calm'))) await killed(args, null);
    const wanted = await digestOf(at('calm'));
    let died = 0;
    // A machine may be too busy to kill one in time: then there is another.
    for (let k = 0; k < KILLS || (died === 0 && k < 20); k++) {
      const dir = at(`killed-${k}`);
      for (const args of stages(dir)) {
        if (await killed(args, Math.floor(((k * 7919) % 100) * 4))) died++;
        if (existsSync(join(dir, 'warehouse.duckdb')))
          await killed(args, Math.floor(((k * 104_729) % 100) * 6));
        await killed(args, null);
      }
      expect(await digestOf(dir), `kill ${k}`).toBe(wanted);
      expect(readdirSync(join(dir, 'parquet/events'))).toEqual(
        readdirSync(join(at('calm'), 'parquet/events')),
      );
    }
    expect(died).toBeGreaterThan(0);
  }, 1_800_000);
});
