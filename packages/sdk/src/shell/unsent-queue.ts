import { PATHS } from '@causeway/contract';
import type { Send } from '../core/index.ts';
import type { DeviceStore } from './device-store.ts';

/** At most so many beacon bodies (16 KiB each) wait on a device; the oldest go first. */
export const MOST_BODIES = 20;

export type UnsentOptions = {
  readonly store: Pick<DeviceStore, 'bodies' | 'changeBodies'>;
  readonly send: Send;
  readonly locks: LockManager | undefined;
  readonly count: (reason: string, n?: number) => void;
};

/** Beacon bodies that found no way out, kept as they are, so that sending one again is the same batch to the edge. */
export const unsentQueue = ({ store, send, locks, count }: UnsentOptions) => {
  const deliver = async (body: string): Promise<boolean> => {
    const path = PATHS.log;
    const answer = await send(
      { method: 'POST', path, body, contentType: 'text/plain;charset=UTF-8' },
      10_000,
    ).catch(() => null);
    if (answer === null || answer.status >= 500 || answer.status === 429 || answer.status === 408)
      return false;
    if (answer.status >= 300) count(`unsent-status-${answer.status}`);
    return true;
  };
  const drain = async (): Promise<void> => {
    for (const body of await store.bodies()) {
      if (!(await deliver(body))) return;
      await store.changeBodies((bodies) => bodies.filter((other) => other !== body));
    }
  };
  return {
    async add(bodies: readonly string[]): Promise<void> {
      let lost = 0;
      await store.changeBodies((before) => {
        const all = [...new Set([...before, ...bodies])];
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
