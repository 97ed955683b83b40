import { checkStoredLine, type StoredLine } from '@causeway/contract';
import { dayOf, hourOf } from './ndjson.ts';

export type Partition = { readonly folder: string; readonly lines: string[] };

/** Lines grouped by kind and hour of receipt; a line met twice, by (kind, id), is kept once. What is broken is set aside. */
export const partition = (
  texts: readonly string[],
): { parts: Partition[]; stored: StoredLine[]; broken: string[] } => {
  const parts = new Map<string, string[]>();
  const seen = new Set<string>();
  const stored: StoredLine[] = [];
  const broken: string[] = [];
  for (const text of texts) {
    let entry: StoredLine;
    try {
      entry = checkStoredLine(JSON.parse(text), 'line');
    } catch {
      broken.push(text);
      continue;
    }
    const name = `${entry.line.kind}\u001f${entry.line.id}`;
    if (seen.has(name)) continue;
    seen.add(name);
    stored.push(entry);
    const folder = `log/kind=${entry.line.kind}/date=${dayOf(entry.receivedAt)}/hour=${hourOf(entry.receivedAt)}/`;
    const lines = parts.get(folder);
    if (lines === undefined) parts.set(folder, [text]);
    else lines.push(text);
  }
  return { parts: [...parts].map(([folder, lines]) => ({ folder, lines })), stored, broken };
};
