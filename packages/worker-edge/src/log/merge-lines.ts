import type { StoredLine } from '@causeway/contract';
import type { Env } from '../env.ts';
import { createOnce } from './create-once.ts';
import { inTurns } from './in-turns.ts';
import { keepHistory } from './keep-history.ts';
import { moveProfiles } from './move-profiles.ts';
import { linesOf } from './ndjson.ts';
import { PACKED, pack } from './packed.ts';
import { partition } from './partition.ts';
import { reconcile } from './reconcile.ts';
import { sha256Hex } from './sha256-hex.ts';

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
  await inTurns(parts, async ({ folder, lines }) => {
    const body = `${lines.join('\n')}\n`;
    await createOnce(env.LOG, `${folder}${await sha256Hex(body)}${PACKED}`, await pack(body));
  });
  // What is broken is for a person to look at, and stays plain.
  const odd = `${broken.join('\n')}\n`;
  if (broken.length > 0) await createOnce(env.LOG, `quarantine/${await sha256Hex(odd)}.ndjson`, odd);
  await reconcile(env, stored, now);
  await keepHistory(env, stored, now);
  await moveProfiles(env, stored, now);
  if (found.length > 0) await env.LOG.delete(found);
  return stored;
};
