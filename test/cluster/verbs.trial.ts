import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentDigest, withWarehouse } from '@causeway/offline';
import { afterAll, it as always, beforeAll, expect, inject } from 'vitest';
import { commandLine } from '../../packages/offline/src/cli/command-line.ts';
import { temporaryFolder } from '../offline/support/study.ts';
import { type Cluster, startCluster } from './start-cluster.ts';

const it = always.skipIf(inject('noEngine') !== '');
const folder = temporaryFolder();
const at = (...names: string[]) => join(folder.path, ...names);
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 5, 1);
let cluster: Cluster;
let flags: string[] = [];

const MAPPING = {
  kind: 'mapping',
  version: 1,
  name: 'shop',
  format: 'csv',
  id: ['nr'],
  at: { column: 'at', as: 'ms' },
  event: {
    column: 'what',
    values: { order: 'order', sent: 'email-sent', open: 'email-open', seen: 'mail-considered' },
  },
  identifiers: {
    account: { column: 'customer', token: 'keyed' },
    email: { column: 'mail', token: 'keyed', normalise: 'email' },
  },
  numbers: { cents: { column: 'euro', factor: 100 }, score: { column: 'score' } },
  texts: { category: { column: 'art' } },
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

beforeAll(async () => {
  if (inject('noEngine') !== '') return;
  cluster = await startCluster(3);
  const urls = cluster.nodes.map(({ http }) => `http://127.0.0.1:${http}`);
  flags = ['--engine', 'clickhouse', '--cluster', 'trial', '--url', ...urls];
  mkdirSync(at('data'));
  const rows = Array.from({ length: 6000 }, (_, k) => {
    const turn = Math.floor(k / 4);
    const what = k % 8 === 1 ? 'open' : ['seen', 'sent', 'order', 'open'][k % 4];
    const who = turn % 150;
    const moment = T0 + turn * 600_000 + (k % 4) * 10;
    return `${k},${moment},${what},c${who},u${who}@x.org,${k % 90},${1 / (k + 3)},"Schuhe, \u9774 '\\${k % 5}"`;
  });
  writeFileSync(at('data', 'a.csv'), ['nr,at,what,customer,mail,euro,score,art', ...rows, ''].join('\n'));
  writeFileSync(at('mapping.json'), JSON.stringify(MAPPING));
  writeFileSync(at('definition.json'), JSON.stringify(DEFINITION));
  writeFileSync(at('key'), 'ab'.repeat(32));
});
afterAll(async () => {
  await cluster?.stop();
  folder.remove();
});

const run = async (...args: string[]): Promise<Record<string, unknown>> => {
  expect(await commandLine([...args, '--json', at('out.json')]), args.join(' ')).toBe(0);
  return JSON.parse(readFileSync(at('out.json'), 'utf8')) as Record<string, unknown>;
};
const TABLES = ['events', 'history', 'identity_keys', 'identity_links', 'exposure_rows', 'feature_values'];

/** Every verb in one study; what each told, and the digest of what the warehouse holds at the end. */
const study = async (name: string, engine: readonly string[]) => {
  const dir = ['--dir', at(name), ...engine];
  const data = ['--data', at('data'), '--mapping', at('mapping.json'), '--key', at('key')];
  const told = [await run('ingest', ...data, ...dir), await run('resolve', ...dir)];
  told.push(await run('expose', '--definition', at('definition.json'), ...dir));
  told.push(await run('features', '--exposures', 'mail', ...dir));
  told.push(await run('reconcile', '--exposures', 'mail', ...dir));
  const digest = await withWarehouse(at(name, 'warehouse.duckdb'), (warehouse) =>
    contentDigest(warehouse, TABLES),
  );
  return { told, digest };
};
const ask = async (node: number, query: string): Promise<string> =>
  (await fetch(`http://127.0.0.1:${cluster.nodes[node]?.http}/?query=${encodeURIComponent(query)}`)).text();

it('every verb answers with --engine clickhouse as it does with its own file, to the last bit', async () => {
  const [here, there] = [await study('here', []), await study('there', flags)];
  expect(there.told).toEqual(here.told);
  expect(there.told[4]).toMatchObject({ different: 0 });
  expect(there.digest).toBe(here.digest);
  const parts = await Promise.all([0, 1, 2].map((node) => ask(node, 'SELECT count() FROM history_local')));
  expect(parts.map(Number).reduce((a, b) => a + b)).toBe(6000);
  expect(parts.map(Number).every((n) => n > 0)).toBe(true);
});

it('an erasure empties the cluster too, and is refused while it would not', async () => {
  const [who] = await withWarehouse(at('there', 'warehouse.duckdb'), (warehouse) =>
    warehouse.rows<{ account: string }>('SELECT account FROM events LIMIT 1'),
  );
  const erase = ['erase', '--dir', at('there'), '--type', 'account', '--value', who?.account as string];
  expect(await commandLine(erase)).toBe(1);
  expect(await run(...erase, ...flags)).toMatchObject({ left: 0, emptied: ['history', 'sightings'] });
  for (const node of [0, 1, 2]) expect((await ask(node, 'SHOW TABLES')).trim()).toBe('');
  const again = await run('features', '--dir', at('there'), '--as-of', String(T0 + 60 * DAY), ...flags);
  expect(again.asks).toBe(149);
  expect(Number(await ask(1, 'SELECT count(*) FROM history'))).toBe(5960);
});
