import { Fault } from '@causeway/contract';
import { say } from './say.ts';

/** Work on a store or an object; what it throws that is not a Fault of ours becomes `store-failed`: ask again. */
export const stored = async <T>(at: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) throw error;
    say('error', `${at}-store-failed`, error);
    throw new Fault(
      'store-failed',
      at,
      'a store did not answer; nothing was acknowledged, so ask again',
      error,
    );
  }
};
