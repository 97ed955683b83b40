import type { StoredLine } from '@causeway/contract';

/** One JSON object a line, each line ended. */
export const toNdjson = (lines: readonly StoredLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** The same for one line whose JSON is made already. */
export const wrapLine = (json: string, { subject, receivedAt, source }: Omit<StoredLine, 'line'>): string =>
  `{"line":${json},"subject":${JSON.stringify(subject)},"receivedAt":${receivedAt},"source":"${source}"}\n`;

export const linesOf = (ndjson: string): string[] => ndjson.split('\n').filter((line) => line !== '');

/** UTC day and hour of a time, as the log's folders name them. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const hourOf = (ms: number): string => new Date(ms).toISOString().slice(11, 13);
