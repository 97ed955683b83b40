import { PATHS } from '@causeway/contract';
import type { Send } from '../core/index.ts';
import type { DeviceStore, Unsent } from './device-store.ts';

/** At most so many beacon bodies (16 KiB each) wait on a device; the oldest go first. */
export const MOST_BODIES = 20;

export type UnsentOptions = {
  readonly store: Pick<DeviceStore, 'unsent' | 'changeUnsent'>;
  readonly send: Send;
  readonly locks: LockManager | undefined;
  readonly count: (reason: string, n?: number) => void;
};

/**
 * Beacon bodies that found no way out. A page writes them down while it still lives, since nothing can be written once it is
 * being torn down. What is then sent twice has the same line ids, and is one line to the edge's readers.
 */
export const unsentQueue = ({ store, send, locks, count }: UnsentOptions) => {
  const deliver = async (body: string): Promise<boolean> => {
    const request = {
      method: 'POST',
      path: PATHS.log,
      body,
      contentType: 'text/plain;charset=UTF-8',
    } as const;
    const answer = await send(request, 10_000).catch(() => null);
    if (answer === null || answer.status >= 500 || answer.status === 429 || answer.status === 408)
      return false;
    if (answer.status >= 300) count(`unsent-status-${answer.status}`);
    return true;
  };
  const drain = async (): Promise<void> => {
    for (const { body } of await store.unsent()) {
      if (!(await deliver(body))) return;
      await store.changeUnsent((all) => all.filter((other) => other.body !== body));
    }
  };
  return {
    /** Holds these bodies, and no others, for `page`; none: its lines have all arrived. */
    async hold(page: string, bodies: readonly string[]): Promise<void> {
      let lost = 0;
      await store.changeUnsent((before) => {
        const mine: Unsent[] = bodies.map((body) => ({ page, body }));
        const all = [...before.filter((other) => other.page !== page), ...mine];
        lost = Math.max(0, all.length - MOST_BODIES);
        return all.slice(lost);
      });
      count('unsent-full', lost);
    },
    /** Sends what waits, oldest first, in one tab at a time; stops at the first that the edge does not take. */
    async drain(): Promise<void> {
      if (locks === undefined) return drain();
      await locks.request('causeway-unsent', { ifAvailable: true }, async (lock) => {
        if (lock !== null) await drain();
      });
    },
  };
};
