import { IDENTITY_RULE, ingest, openWarehouse, resolve } from '@causeway/offline';
import { expect, it } from 'vitest';
import { simulated, temporaryFolder, writeLog } from '../support/study.ts';

it('makes one person of each subject, tells strangers apart, and writes the rule beside each', async () => {
  const folder = temporaryFolder();
  const lines = simulated(100);
  writeLog(folder.path, 'log.ndjson', lines);
  const warehouse = await openWarehouse(':memory:');
  await ingest(warehouse, folder.path);
  const report = await resolve(warehouse);
  const subjects = [...new Set(lines.map(({ subject }) => subject))];
  const strangers = subjects.filter((subject) => subject.startsWith('anon:')).length;
  const rule = `${IDENTITY_RULE.name}@${IDENTITY_RULE.version}`;
  expect(report).toEqual({ rule, persons: subjects.length - strangers, strangers });
  const rows = await warehouse.rows<{ subject: string; person: string; rule: string }>(
    'SELECT * FROM persons',
  );
  expect(rows.map(({ subject }) => subject).sort()).toEqual(subjects.sort());
  expect(rows.every((row) => row.person === row.subject && row.rule === rule)).toBe(true);
  expect(await resolve(warehouse)).toEqual(report);
  warehouse.close();
  folder.remove();
});
