import type { Config } from './config.ts';
import type { Env } from './env.ts';
import type { Timing } from './http/timing.ts';

/** What a handler may use. Time and chance come in here, once a request. */
export type Context = {
  readonly env: Env;
  readonly config: Config;
  /** ms since 1970 */
  readonly now: number;
  /** the page's origin, exact and allowed; empty for servers */
  readonly origin: string;
  /** where the network says that the request comes from; empty when it does not say. Counted against, never kept. */
  readonly address: () => string;
  /** what follows a prefix route's path */
  readonly tail: string;
  readonly timing: Timing;
  /** a fresh name of 20 hexadecimal digits */
  newId(): string;
  /** keeps the isolate until the work is done, after the answer */
  later(work: Promise<unknown>): void;
};

/** What a handler answers: a JSON value, or a text of its own type, with headers beside it. */
export type Reply = {
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
