import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_ACTIONS } from '@causeway/contract';
import {
  DEFAULT_IDENTITY_RULES,
  erasePerson,
  exportDays,
  expose,
  ingest,
  openWarehouse,
  resolve,
  resolvePersons,
  writeHistory,
} from '@causeway/offline';
import { afterAll, expect, it } from 'vitest';
import { putEvents } from '../support/shop-events.ts';
import { simulated, temporaryFolder, writeLog } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

it('takes a person out of every table and every Parquet file, gives a receipt, and keeps them out', async () => {
  const lines = simulated(80);
  const log = join(folder.path, 'log');
  const someone =
    lines.find(({ line, subject }) => line.kind === 'decision' && !subject.startsWith('anon:'))?.subject ??
    '';
  writeLog(log, 'log.ndjson', [...lines, { broken: true, subject: someone }]);
  const warehouse = await openWarehouse(':memory:');
  await ingest(warehouse, log);
  await putEvents(warehouse, [
    { subject: someone, account: 'account-of-someone', at: 1000 },
    { account: 'account-of-someone', cookie: 'cookie-of-someone', at: 86_400_000 },
    { account: 'account-of-another', at: 86_400_000 },
  ]);
  await resolve(warehouse);
  await resolvePersons(warehouse, DEFAULT_IDENTITY_RULES, { at: 5 });
  await writeHistory(warehouse);
  await expose(warehouse, { actions: DEFAULT_ACTIONS });
  const parquet = join(folder.path, 'parquet');
  await warehouse.run("INSERT INTO changed_days SELECT DISTINCT 'events', at_ms // 86400000 FROM events");
  await exportDays(warehouse, parquet);
  const all = async (table: string) =>
    (await warehouse.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n ?? 0;
  const [steps, mine] = [
    await all('steps'),
    lines.filter((l) => l.subject === someone && l.line.kind === 'step').length,
  ];

  const receipt = await erasePerson(warehouse, { type: 'account', value: 'account-of-someone', at: 4e12 });
  expect(receipt).toMatchObject({
    kind: 'erasure-receipt',
    left: 0,
    rows: { events: 2, steps: mine, quarantine: 1 },
  });
  expect(Object.keys(receipt.rows)).toEqual(
    expect.arrayContaining(['decisions', 'exposures', 'facts', 'history', 'identity_keys', 'persons']),
  );
  expect(JSON.stringify(receipt)).not.toContain('account-of-someone');
  expect(await all('steps')).toBe(steps - mine);
  const dump =
    JSON.stringify(await warehouse.rows('SELECT * FROM events')) +
    JSON.stringify(await warehouse.rows('SELECT * FROM identity_keys'));
  for (const token of [`"${someone}"`, 'account-of-someone', 'cookie-of-someone'])
    expect(dump).not.toContain(token);
  expect(dump).toContain('account-of-another');

  await exportDays(warehouse, parquet);
  const day = readFileSync(join(parquet, 'events/day=1970-01-02/part.parquet')).toString('latin1');
  expect(day).toContain('account-of-another');
  expect(day).not.toContain('cookie-of-someone');
  await warehouse.run('DELETE FROM ingested_files');
  await ingest(warehouse, log);
  expect(await all('steps')).toBe(steps - mine);
  await expect(
    erasePerson(warehouse, { type: 'account', value: 'account-of-someone', at: 4e12 }),
  ).rejects.toThrow(/nothing is known/);
  warehouse.close();
});
