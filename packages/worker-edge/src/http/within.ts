import { Fault } from '@causeway/contract';

/** The promise's value, or a `timeout` fault after `ms`. The work itself goes on. */
export const within = <T>(work: Promise<T>, ms: number, at: string): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('timeout', at, `no answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
