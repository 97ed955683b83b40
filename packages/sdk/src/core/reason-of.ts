import { Fault } from '@causeway/contract';

/** Why something failed, in one word: a Fault's code, `timeout` for a transport that gave up, else nothing. */
export const reasonOf = (error: unknown): string =>
  error instanceof Fault
    ? error.code
    : /^(Abort|Timeout)Error$/.test((error as Error)?.name)
      ? 'timeout'
      : '';
