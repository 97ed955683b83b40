import type { PageLine } from '@causeway/contract';

/** One thing to deliver, already text; lines and receipts are ASCII by their schemas, so length is bytes. */
export type Entry = {
  readonly line: PageLine | null;
  readonly receipt: string | null;
  readonly text: string;
};

/** The most that one beacon carries: what browsers take without question, and half of a fetch keepalive's share. */
export const MOST_BYTES = 16_384;
const MOST_LINES = 400;
const MOST_RECEIPTS = 40;

export type Batch = { readonly entries: readonly Entry[]; readonly body: string };

export const lineEntry = (line: PageLine): Entry => ({ line, receipt: null, text: JSON.stringify(line) });
export const receiptEntry = (receipt: string): Entry => ({
  line: null,
  receipt,
  text: JSON.stringify(receipt),
});

const bodyOf = (session: string, entries: readonly Entry[]): string => {
  const texts = (lines: boolean) =>
    entries
      .filter(({ line }) => (line !== null) === lines)
      .map(({ text }) => text)
      .join(',');
  return `{"version":1,"session":${JSON.stringify(session)},"lines":[${texts(true)}],"receipts":[${texts(false)}]}`;
};

/** The first entries that fit into one body of at most MOST_BYTES, oldest first; one that is too big travels alone. */
export const takeBatch = (session: string, queue: readonly Entry[]): Batch => {
  let bytes = bodyOf(session, []).length;
  let [lines, receipts] = [0, 0];
  const entries: Entry[] = [];
  for (const entry of queue) {
    bytes += entry.text.length + 1;
    if (entry.line === null) receipts += 1;
    else lines += 1;
    if (entries.length > 0 && (bytes > MOST_BYTES || lines > MOST_LINES || receipts > MOST_RECEIPTS)) break;
    entries.push(entry);
  }
  return { entries, body: bodyOf(session, entries) };
};
