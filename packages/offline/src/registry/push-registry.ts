import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { Fault } from '@causeway/contract';
import { AwsClient } from 'aws4fetch';
import { type BucketSource, type FetchReport, fetchLog } from '../log/index.ts';
import { type Registry, writeOnce } from './registry.ts';

const jsonFiles = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    // Entries last and in order: what they vouch for is there before them.
    .sort((a, b) => Number(a.startsWith('audit/')) - Number(b.startsWith('audit/')) || (a < b ? -1 : 1));

/**
 * Puts into a bucket (R2 or S3) what it does not hold yet: each object is created only where none is, so that a registry in a bucket is
 * write-once as the folder is. Throws `store-failed` with the store's answer.
 */
export const pushRegistry = async (
  registry: Registry,
  to: BucketSource,
): Promise<{ put: number; held: number }> => {
  const { accessKeyId, secretAccessKey, region, bucket, prefix } = to;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 4 });
  const base = `${to.endpoint.replace(/\/$/, '')}/${encodeURIComponent(bucket)}`;
  const report = { put: 0, held: 0 };
  for (const file of jsonFiles(registry.root)) {
    const url = `${base}/${`${prefix}${file}`.split('/').map(encodeURIComponent).join('/')}`;
    const response = await client
      .fetch(url, {
        method: 'PUT',
        headers: { 'if-none-match': '*', 'content-type': 'application/json' },
        body: readFileSync(join(registry.root, file)),
      })
      .catch((error: unknown) => {
        throw new Fault('store-failed', base, 'the store cannot be reached', error);
      });
    if (response.ok) report.put++;
    else if (response.status === 412) report.held++;
    else throw new Fault('store-failed', url, `the store answered ${response.status}`);
  }
  return report;
};

/** Brings a registry from a bucket; a file that is there already stays as it is. Whoever pulls should verify. */
export const pullRegistry = async (
  registry: Registry,
  from: BucketSource,
  progress: (message: string) => void = () => {},
): Promise<FetchReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-registry-'));
  try {
    const report = await fetchLog(from, folder, progress);
    const root = join(folder, from.prefix);
    for (const file of jsonFiles(root))
      writeOnce(join(registry.root, file), readFileSync(join(root, file), 'utf8'));
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
