import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BucketSource, fetchLog, ingest, openWarehouse } from '@causeway/offline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { S3_KEYS, startS3 } from '../support/s3-server.ts';
import { simulated, temporaryFolder } from '../support/study.ts';

const lines = simulated(20);
const objects = new Map(
  Array.from({ length: 8 }, (_, k) => [
    `log/kind=step/date=2026-09-0${k + 1}/a b&${k}.ndjson`,
    Buffer.from(
      lines
        .filter((_l, j) => j % 8 === k)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    ),
  ]),
);
objects.set('other/x.ndjson', Buffer.from('no'));
let folder: ReturnType<typeof temporaryFolder>;
let store: Awaited<ReturnType<typeof startS3>>;
const source = (change: Partial<BucketSource> = {}): BucketSource => ({
  endpoint: store.endpoint,
  bucket: 'bucket',
  prefix: 'log/',
  ...S3_KEYS,
  ...change,
});
beforeEach(async () => {
  folder = temporaryFolder();
  store = await startS3(objects);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

it('brings a signed bucket into a folder, page by page, once, and the folder can be ingested', async () => {
  expect(await fetchLog(source(), folder.path)).toMatchObject({ objects: 8, fetched: 8 });
  for (const [key, bytes] of objects)
    if (key.startsWith('log/')) expect(readFileSync(join(folder.path, key))).toEqual(bytes);
  const warehouse = await openWarehouse(':memory:');
  expect(await ingest(warehouse, folder.path)).toMatchObject({ kept: lines.length, broken: 0 });
  warehouse.close();
  const before = store.asked.length;
  expect(await fetchLog(source(), folder.path)).toMatchObject({ objects: 8, fetched: 0 });
  expect(store.asked.length - before).toBe(3);
});

it('goes on where it was stopped, and fetches again what has changed', async () => {
  await fetchLog(source(), folder.path);
  const [first, second] = [...objects.keys()] as [string, string];
  rmSync(join(folder.path, first));
  objects.set(second, Buffer.from('{"changed":1}\n'));
  expect(await fetchLog(source(), folder.path)).toMatchObject({ fetched: 2 });
  expect(readFileSync(join(folder.path, second), 'utf8')).toBe('{"changed":1}\n');
});

it.each([
  ['a wrong secret', { secretAccessKey: 'another' }, /the store answered 403 SignatureDoesNotMatch/],
  ['a store that is not there', { endpoint: 'http://127.0.0.1:9' }, /cannot be reached/],
])('refuses %s', async (_, change, reason) => {
  await expect(fetchLog(source(change), folder.path)).rejects.toThrow(reason);
});

it('refuses a key that would leave the folder', async () => {
  objects.set('log/../../up.ndjson', Buffer.from('x'));
  await expect(fetchLog(source(), folder.path)).rejects.toThrow(/allowed are plain names/);
  objects.delete('log/../../up.ndjson');
});
