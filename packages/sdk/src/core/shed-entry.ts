import type { Entry } from './batch.ts';

/** What a full queue gives up first: the oldest step line; without any, the oldest line, and at last the oldest receipt. */
export const shedEntry = (queue: readonly Entry[]): Entry =>
  queue.find(({ line }) => line?.kind === 'step') ??
  queue.find(({ line }) => line !== null) ??
  (queue[0] as Entry);
