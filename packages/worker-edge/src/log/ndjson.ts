import type { StoredLine } from '@causeway/contract';

/** One JSON object a line, each line ended. */
export const toNdjson = (lines: readonly StoredLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

export const linesOf = (ndjson: string): string[] => ndjson.split('\n').filter((line) => line !== '');

/** UTC day and hour of a time, as the log's folders name them. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const hourOf = (ms: number): string => new Date(ms).toISOString().slice(11, 13);
