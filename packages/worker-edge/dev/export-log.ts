import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoredLine } from '@causeway/contract';
import type { Bucket } from './stores-beside.ts';

const AT_ONCE = 16;

type Erased = ReadonlyMap<string, number>;

const tombstones = async (bucket: Bucket): Promise<Erased> => {
  const erased = new Map<string, number>();
  for (const key of await bucket.list('erase/')) {
    const text = await bucket.read(key);
    if (text === null) continue;
    const { subject, at } = JSON.parse(text) as { subject: string; at: number };
    erased.set(subject, Math.max(at, erased.get(subject) ?? 0));
  }
  return erased;
};

const isErased = (erased: Erased, line: string): boolean => {
  if (erased.size === 0) return false;
  const { subject, receivedAt } = JSON.parse(line) as StoredLine;
  return receivedAt <= (erased.get(subject) ?? -1);
};

/**
 * Every object of the log, and every batch that is not merged yet, unpacked, as a file of the same name under `dir`. A line may
 * stand in two files (readers count (kind, id) once); lines of erased subjects are left out. Returns the lines written.
 */
export const exportLog = async (bucket: Bucket, dir: string): Promise<number> => {
  const erased = await tombstones(bucket);
  const keys = [...(await bucket.list('inbox/')), ...(await bucket.list('log/'))];
  // The releases that decided, so that the export can be replayed by itself.
  for (const key of await bucket.list('releases/')) {
    mkdirSync(join(dir, 'releases'), { recursive: true });
    writeFileSync(join(dir, key), (await bucket.read(key)) ?? '');
  }
  let count = 0;
  for (let k = 0; k < keys.length; k += AT_ONCE) {
    await Promise.all(
      keys.slice(k, k + AT_ONCE).map(async (key) => {
        const lines = ((await bucket.read(key)) ?? '')
          .split('\n')
          .filter((line) => line !== '' && !isErased(erased, line));
        if (lines.length === 0) return;
        const file = join(dir, key.replace(/\.gz$/, ''));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `${lines.join('\n')}\n`);
        count += lines.length;
      }),
    );
  }
  return count;
};
