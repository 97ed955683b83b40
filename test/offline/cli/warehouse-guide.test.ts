import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';
import { withWarehouse } from '../../../packages/offline/src/table/index.ts';
import { ROOT } from '../../support/root.ts';
import { temporaryFolder } from '../support/study.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const at = (name: string): string => join(folder.path, name);
const page = readFileSync(join(ROOT, 'docs/WAREHOUSE.md'), 'utf8');

/** Files are named in the line before their block; commands stand in blocks of sh. */
const files = [...page.matchAll(/^`([\w.]+)`\n\n```\w+\n(.*?)```$/gms)].map(([, name, body]) => ({
  name: name as string,
  body: body as string,
}));
const commands = [...page.matchAll(/^```sh\n(.*?)```$/gms)].flatMap(([, body]) =>
  (body as string).trim().split('\n'),
);
const named = new Set(['study', 'key.hex', ...files.map(({ name }) => name)]);

const run = async (line: string) => {
  const [program, ...args] = line.split(' ');
  expect(program).toBe('causeway');
  const code = await commandLine([
    ...args.map((arg) => (named.has(arg) ? at(arg) : arg)),
    '--json',
    at('out.json'),
  ]);
  expect(code, line).toBe(0);
  return JSON.parse(readFileSync(at('out.json'), 'utf8'));
};

it('docs/WAREHOUSE.md: its files and commands give what it says they give', async () => {
  for (const { name, body } of files) writeFileSync(at(name), body);
  writeFileSync(at('key.hex'), 'ab'.repeat(32));
  expect(files.map(({ name }) => name)).toEqual(['orders.csv', 'mapping.json', 'mail.json', 'features.json']);
  const results = new Map<string, Record<string, unknown>>();
  for (const line of commands) results.set(line.split(' ')[1] as string, await run(line));
  expect([...results.keys()]).toEqual(['ingest', 'resolve', 'expose', 'features', 'reconcile']);
  expect(results.get('ingest')).toMatchObject({ rows: 9, kept: 7, broken: 1 });
  expect(results.get('resolve')).toMatchObject({ persons: 3, withoutPerson: 0 });
  expect(results.get('expose')).toMatchObject({ units: 2, refused: [] });
  expect(results.get('features')).toMatchObject({ asks: 2, leaks: { leaks: [] } });
  await withWarehouse(at('study/warehouse.duckdb'), async (warehouse) => {
    const [broken] = await warehouse.rows<{ reason: string }>('SELECT reason FROM quarantine');
    expect(broken?.reason).toMatch(/got yesterday/);
    const outcomes = await warehouse.rows<{ treated: boolean; cents: number; back: number; cut: boolean }>(
      `SELECT treated, revenue_cents AS cents, returns AS back, censored AS cut
       FROM exposure_rows JOIN exposure_outcomes USING (version, row_id) ORDER BY treated DESC`,
    );
    expect(outcomes).toEqual([
      { treated: true, cents: 8000, back: 0, cut: true },
      { treated: false, cents: 100_000, back: 1, cut: true },
    ]);
    const values = await warehouse.rows('SELECT feature, value FROM feature_values ORDER BY feature');
    expect(values).toEqual([
      { feature: 'orders.90d', value: 1 },
      { feature: 'spent', value: 12_050 },
    ]);
    const moments = await warehouse.rows<{ id: string; at: number }>(
      'SELECT id, at_ms AS "at" FROM events ORDER BY at_ms',
    );
    // The clock went from 2 to 3 in that night: the order at 23:30 is UTC 22:30, the mail at 03:10 is UTC 01:10.
    expect(moments.slice(0, 2).map((row) => new Date(row.at).toISOString())).toEqual([
      '2026-03-28T22:30:00.000Z',
      '2026-03-29T01:10:00.000Z',
    ]);
  });
}, 120_000);
