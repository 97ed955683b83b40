import type { StoredLine } from '@causeway/contract';
import type { Env } from '../env.ts';
import { createOnce } from './create-once.ts';
import { keepHistory } from './keep-history.ts';
import { linesOf } from './ndjson.ts';
import { partition } from './partition.ts';
import { reconcile } from './reconcile.ts';
import { sha256Hex } from './sha256-hex.ts';

/** R2 takes many requests at once, but a worker may hold only six connections. */
const AT_ONCE = 6;

const inTurns = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  for (let k = 0; k < items.length; k += AT_ONCE) await Promise.all(items.slice(k, k + AT_ONCE).map(work));
};

/**
 * Merges batches (names of inbox objects) and loose lines into the partitioned log, then removes the batches. A crash
 * between the two leaves lines that stand twice, never lines that are lost: readers count (kind, id) once.
 */
export const mergeLines = async (
  env: Env,
  keys: readonly string[],
  loose: readonly string[],
  now: number,
): Promise<StoredLine[]> => {
  const texts = [...loose];
  const found: string[] = [];
  await inTurns([...new Set(keys)], async (key) => {
    const object = await env.LOG.get(key);
    if (object === null) return; // merged before
    texts.push(...linesOf(await object.text()));
    found.push(key);
  });
  const { parts, stored, broken } = partition(texts);
  const files = parts.map(({ folder, lines }) => ({ folder, body: `${lines.join('\n')}\n` }));
  if (broken.length > 0) files.push({ folder: 'quarantine/', body: `${broken.join('\n')}\n` });
  await inTurns(files, async ({ folder, body }) => {
    await createOnce(env.LOG, `${folder}${await sha256Hex(body)}.ndjson`, body);
  });
  await reconcile(env, stored, now);
  await keepHistory(env, stored, now);
  if (found.length > 0) await env.LOG.delete(found);
  return stored;
};
