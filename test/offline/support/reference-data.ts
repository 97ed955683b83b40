import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file of the reference data beside the repository, or null where it is not: then a check is skipped and counted. */
export const referenceFile = (name: string): string | null => {
  const path = resolve(import.meta.dirname, '../../../../shared/data', name);
  if (!existsSync(path)) return null;
  return name.endsWith('.gz') ? gunzipSync(readFileSync(path)).toString('utf8') : readFileSync(path, 'utf8');
};

/** A CSV of plain numbers, by column name. */
export const numericCsv = (text: string): Record<string, number[]> => {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const names = (head as string).split(',').map((name) => name.replaceAll('"', ''));
  const columns: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const line of lines)
    line.split(',').forEach((cell, k) => columns[names[k] as string]?.push(Number(cell)));
  return columns;
};
