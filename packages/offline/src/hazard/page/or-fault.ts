import { Fault } from '@causeway/contract';

/** What the work gives, or the `bad-input` that it met: too small a log is an answer here, not an end. */
export const orFault = <T>(work: () => T): T | Fault => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad-input') return error;
    throw error;
  }
};
