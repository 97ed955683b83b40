import { Fault } from '@causeway/contract';
import type { Schedule } from './schedule.ts';

/** The promise's outcome, or a `timeout` Fault after `ms`: it holds even when a transport forgets its own deadline. */
export const within = <T>(promise: Promise<T>, ms: number, schedule: Schedule): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const cancel = schedule(() => reject(new Fault('timeout', 'request', `no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(cancel);
  });
