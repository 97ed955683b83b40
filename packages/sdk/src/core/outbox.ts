import type { PageLine } from '@causeway/contract';
import { PATHS } from '@causeway/contract';
import { backoff } from './backoff.ts';
import type { Batch, Entry } from './batch.ts';
import { lineEntry, receiptEntry, takeBatch } from './batch.ts';
import type { Schedule } from './schedule.ts';
import type { Send } from './send.ts';
import { shedEntry } from './shed-entry.ts';
import { within } from './within.ts';

export type OutboxOptions = {
  readonly send: Send;
  readonly clock: () => number;
  readonly chance: () => number;
  readonly deadlineMs: number;
  readonly schedule: Schedule;
  readonly mostEntries: number;
  /** the session token to send with; null while there is none */
  readonly session: () => Promise<string | null>;
  /** the edge did not accept the session token */
  readonly onUnauthorised: () => void;
  readonly count: (reason: string, n: number) => void;
};

/** A body for a transport that gives no answer; `sent()` takes its lines off the queue. */
export type Piece = { readonly body: string; readonly entries: number; readonly sent: () => void };

export type Outbox = {
  add(line: PageLine): void;
  addReceipt(receipt: string): void;
  /** Sends until nothing is left or an attempt fails. Waits out the backoff unless forced. Never throws. */
  flush(force?: boolean): Promise<void>;
  pieces(session: string): Piece[];
  readonly size: () => number;
  readonly lines: () => PageLine[];
  readonly acknowledged: () => number;
  /** attempts that failed in a row */
  readonly failures: () => number;
};

/**
 * The queue to POST /v1/log. An entry leaves it when the edge has acknowledged it (2xx) or refused it for good (4xx other
 * than 401, 408 and 429; counted). Anything else keeps it, with a growing pause. Line ids make a repeat harmless.
 */
export const createOutbox = (options: OutboxOptions): Outbox => {
  const { clock, count } = options;
  let queue: Entry[] = [];
  let acknowledged = 0;
  let failures = 0;
  let notBefore = 0;
  let running: Promise<void> | null = null;

  const remove = (entries: readonly Entry[]): number => {
    const gone = new Set(entries);
    const before = queue.length;
    queue = queue.filter((entry) => !gone.has(entry));
    return before - queue.length;
  };
  const put = (entry: Entry) => {
    queue.push(entry);
    while (queue.length > options.mostEntries) {
      remove([shedEntry(queue)]);
      count('queue-full', 1);
    }
  };
  const pause = (retryAfterMs?: number) => {
    failures += 1;
    notBefore = clock() + backoff(failures, options.chance(), retryAfterMs);
  };

  /** How many lines the edge says it refused; a 2xx with an unreadable body still acknowledges. */
  const refusedIn = (body: string): number => {
    try {
      return Number(JSON.parse(body).refused) || 0;
    } catch {
      return 0;
    }
  };

  /** One attempt; false when the rest has to wait. */
  const deliver = async (batch: Batch): Promise<boolean> => {
    const path = PATHS.log;
    const { deadlineMs, schedule } = options;
    const sending = options.send(
      { method: 'POST', path, body: batch.body, contentType: 'text/plain;charset=UTF-8' },
      deadlineMs,
    );
    const answer = await within(sending, deadlineMs, path, schedule).catch(() => null);
    if (answer === null || answer.status >= 500 || [401, 408, 429].includes(answer.status)) {
      if (answer?.status === 401) options.onUnauthorised();
      pause(answer?.retryAfterMs);
      return false;
    }
    failures = 0;
    remove(batch.entries);
    if (answer.status >= 200 && answer.status < 300) {
      acknowledged += batch.entries.length;
      count('line-refused', refusedIn(answer.body));
    } else {
      count(`log-status-${answer.status}`, batch.entries.length);
    }
    return true;
  };

  const run = async (force: boolean): Promise<void> => {
    while (queue.length > 0 && (force || clock() >= notBefore)) {
      const session = await options.session().catch(() => null);
      if (session === null) return pause();
      if (!(await deliver(takeBatch(session, queue)))) return;
    }
  };

  return {
    add: (line) => put(lineEntry(line)),
    addReceipt: (receipt) => put(receiptEntry(receipt)),
    flush: (force = false) => {
      running ??= run(force).finally(() => {
        running = null;
      });
      return running;
    },
    pieces(session) {
      const pieces: Piece[] = [];
      for (let rest = queue; rest.length > 0; ) {
        const { entries, body } = takeBatch(session, rest);
        rest = rest.slice(entries.length);
        pieces.push({ body, entries: entries.length, sent: () => remove(entries) });
      }
      return pieces;
    },
    size: () => queue.length,
    lines: () => queue.flatMap(({ line }) => line ?? []),
    acknowledged: () => acknowledged,
    failures: () => failures,
  };
};
