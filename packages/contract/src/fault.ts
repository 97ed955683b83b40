import type { FaultCode } from './fault-table.ts';

export type { FaultCode } from './fault-table.ts';

/** An error with a stable code, the place it was found at, and a sentence: what was got, what was allowed. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly at: string;

  constructor(code: FaultCode, at: string, message = '', cause?: unknown) {
    super(`${code} at ${at}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.at = at;
  }
}

/** Any thrown thing as a Fault; what is not one of ours is `internal`. */
export const asFault = (error: unknown, at: string): Fault =>
  error instanceof Fault
    ? error
    : new Fault('internal', at, error instanceof Error ? error.message : String(error), error);
