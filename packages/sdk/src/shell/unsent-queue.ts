import { PATHS } from '@causeway/contract';
import type { Schedule, Send } from '../core/index.ts';
import { backoff } from '../core/index.ts';
import type { DeviceStore, Held, Unsent } from './device-store.ts';

/** At most so many beacon bodies (16 KiB each) wait on a device; the oldest go first. */
export const MOST_BODIES = 20;
/** A page that has not written for so long is gone, even if it could not say so, ms. */
export const STALE_MS = 90_000;

export type UnsentOptions = {
  /** this page's own name: its bodies are its own to send */
  readonly page: string;
  readonly store: Pick<DeviceStore, 'unsent' | 'hold' | 'retryAt' | 'setRetryAt'>;
  readonly send: Send;
  readonly locks: LockManager | undefined;
  readonly clock: () => number;
  readonly chance: () => number;
  readonly schedule: Schedule;
  readonly count: (reason: string, n?: number) => void;
};

export type UnsentQueue = {
  /** Holds these bodies, and no others, for this page; none: its lines have all arrived. `left`: another page may send them. */
  hold(bodies: readonly Held[], left: boolean): Promise<void>;
  /** Sends what gone pages left, oldest first, in one tab at a time; waits when the edge does not take it. Never rejects. */
  drain(): Promise<void>;
  stop(): void;
};

/**
 * Beacon bodies that no one has acknowledged. A page writes them down while it still lives, since nothing can be written once
 * it is being torn down. What is then sent twice has the same line ids, and is one line to the edge's readers.
 */
export const unsentQueue = (options: UnsentOptions): UnsentQueue => {
  const { page, store, send, locks, clock, count } = options;
  let failures = 0;
  let cancel: (() => void) | null = null;

  /** How long to wait before the next try, ms; null when the body is off the queue for good. */
  const deliver = async ({ body, entries }: Held): Promise<number | null> => {
    const request = {
      method: 'POST',
      path: PATHS.log,
      body,
      contentType: 'text/plain;charset=UTF-8',
    } as const;
    const answer = await send(request, 10_000).catch(() => null);
    if (answer === null || answer.status >= 500 || answer.status === 429 || answer.status === 408)
      return backoff((failures += 1), options.chance(), answer?.retryAfterMs);
    failures = 0;
    if (answer.status >= 300) count(`unsent-status-${answer.status}`, entries);
    return null;
  };
  const wait = (ms: number) => {
    cancel?.();
    cancel = options.schedule(() => void queue.drain(), ms);
  };
  const tooMany = (bodies: readonly Held[], most: number): number => {
    const lost = bodies.slice(0, Math.max(0, bodies.length - most));
    count(
      'unsent-full',
      lost.reduce((sum, { entries }) => sum + entries, 0),
    );
    return lost.length;
  };
  const drain = async (): Promise<void> => {
    const early = (await store.retryAt()) - clock();
    if (early > 0) return wait(early);
    const isGone = ({ page: of, left, at }: Unsent) => of !== page && (left || clock() - at > STALE_MS);
    const gone = (await store.unsent()).filter(isGone);
    let over = tooMany(
      gone.flatMap(({ bodies }) => bodies),
      MOST_BODIES,
    );
    for (const unsent of gone) {
      let { bodies } = unsent;
      while (bodies.length > 0) {
        const [first, ...rest] = bodies as [Held, ...Held[]];
        const pause = over > 0 ? null : await deliver(first);
        over -= 1;
        if (pause !== null) {
          await store.setRetryAt(clock() + pause);
          return wait(pause);
        }
        bodies = rest;
        await store.hold({ ...unsent, bodies });
      }
    }
  };
  const queue: UnsentQueue = {
    hold(bodies, left) {
      const over = tooMany(bodies, MOST_BODIES);
      return store.hold({ page, bodies: bodies.slice(over), at: clock(), left });
    },
    async drain() {
      try {
        if (locks === undefined) await drain();
        else
          await locks.request('causeway-unsent', { ifAvailable: true }, async (lock) => {
            if (lock !== null) await drain();
          });
      } catch {
        count('unsent-failed');
      }
    },
    stop: () => cancel?.(),
  };
  return queue;
};
