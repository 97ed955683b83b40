import type { PageLine } from '@causeway/contract';
import { PATHS } from '@causeway/contract';
import { backoff } from './backoff.ts';
import type { Request } from './request.ts';

/** A line, or a receipt's text. Both are ASCII by their schemas, so length is bytes. */
type Entry = PageLine | string;

/** The most that one beacon carries: what browsers take without question, and half of a fetch keepalive's share. */
export const MOST_BYTES = 16_384;
/** As many receipts as the edge takes at once; more lines than these hardly fit. */
const MOST_ENTRIES = 50;

/** A body for a transport that gives no answer; `sent()` takes its lines off the queue. */
export type Piece = { readonly body: string; readonly entries: number; readonly sent: () => void };

export type OutboxOptions = {
  readonly request: Request;
  readonly clock: () => number;
  readonly chance: () => number;
  readonly deadlineMs: number;
  readonly mostEntries: number;
  /** the session token to send with; null while there is none */
  readonly session: () => Promise<string | null>;
  /** the edge did not accept the session token */
  readonly onUnauthorised: () => void;
  readonly count: (reason: string, n: number) => void;
};

/** The first entries that fit into one body of at most MOST_BYTES, oldest first; one that is too big travels alone. */
const pieceOf = (session: string, queue: readonly Entry[]) => {
  const lines: PageLine[] = [];
  const receipts: string[] = [];
  const body = () => JSON.stringify({ version: 1, session, lines, receipts });
  let bytes = body().length;
  let n = 0;
  for (const entry of queue) {
    bytes += JSON.stringify(entry).length + 1;
    if (n > 0 && (bytes > MOST_BYTES || n >= MOST_ENTRIES)) break;
    n += 1;
    if (typeof entry === 'string') receipts.push(entry);
    else lines.push(entry);
  }
  return { entries: queue.slice(0, n), body: body() };
};

const isLine = (entry: Entry): entry is PageLine => typeof entry !== 'string';

/**
 * The queue to POST /v1/log. An entry leaves it when the edge has acknowledged it (2xx) or refused it for good (4xx other
 * than 401, 408 and 429; counted). Anything else keeps it, with a growing pause. Line ids make a repeat harmless.
 */
export const createOutbox = (options: OutboxOptions) => {
  const { request, clock, chance, count } = options;
  let queue: Entry[] = [];
  let acknowledged = 0;
  let failures = 0;
  let notBefore = 0;
  let running: Promise<void> | null = null;

  const remove = (entries: readonly Entry[]) => {
    queue = queue.filter((entry) => !entries.includes(entry));
  };
  const pause = (retryAfterMs?: number) => {
    failures += 1;
    notBefore = clock() + backoff(failures, chance(), retryAfterMs);
  };
  /**
   * One attempt with a body, this page's own or one that another left; how long to wait when it has to be tried again, ms, and
   * 0 when it is off our hands. All of them share one pause.
   */
  const post = async (body: string, entries: number, own?: boolean): Promise<number> => {
    const early = notBefore - clock();
    if (early > 0 && !own) return early;
    const answer = await request(PATHS.log, options.deadlineMs, body, 'text/plain;charset=UTF-8').catch(
      () => null,
    );
    const status = answer?.status ?? 0;
    if (own && status === 401) options.onUnauthorised();
    else if (!/^(0|408|429|5..)$/.test(`${status}`)) {
      failures = 0;
      if (status < 300) {
        acknowledged += entries;
        // A 2xx with a body that no one can read still acknowledges.
        count('line-refused', Number(/"refused":\s*(\d+)/.exec(`${answer?.body}`)?.[1] ?? 0));
      } else count(`log-status-${status}`, entries);
      return 0;
    }
    pause(answer?.retryAfterMs);
    return notBefore - clock();
  };
  const run = async (force: boolean): Promise<void> => {
    while (queue.length > 0 && (force || clock() >= notBefore)) {
      const session = await options.session();
      if (session === null) return pause();
      const { body, entries } = pieceOf(session, queue);
      if ((await post(body, entries.length, true)) > 0) return;
      remove(entries);
    }
  };

  return {
    post,
    add(entry: Entry): void {
      queue.push(entry);
      if (queue.length <= options.mostEntries) return;
      // The oldest step line goes first; without any, the oldest line, and at last the oldest receipt.
      const step = queue.findIndex((other) => isLine(other) && other.kind === 'step');
      queue.splice(step < 0 ? Math.max(0, queue.findIndex(isLine)) : step, 1);
      count('queue-full', 1);
    },
    /** Sends until nothing is left or an attempt fails. Waits out the backoff unless forced. Never throws. */
    flush(force = false): Promise<void> {
      running ??= run(force).finally(() => {
        running = null;
      });
      return running;
    },
    pieces(session: string): Piece[] {
      const pieces: Piece[] = [];
      for (let rest = queue; rest.length > 0; ) {
        const { entries, body } = pieceOf(session, rest);
        rest = rest.slice(entries.length);
        pieces.push({ body, entries: entries.length, sent: () => remove(entries) });
      }
      return pieces;
    },
    lines: () => queue.filter(isLine),
    /** entries that wait, those that were acknowledged, and attempts that failed in a row */
    counts: () => ({ queue: queue.length, acknowledged, failures }),
  };
};
