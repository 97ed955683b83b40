import type { Context, PageLine, Stage } from '@causeway/contract';
import type { FoldState } from './fold.ts';

/** What a visit carries from one page to the next. Plain JSON. */
export type VisitSnapshot = {
  readonly version: 1;
  readonly session: string;
  readonly startedAt: number;
  readonly stage: Stage;
  readonly context: Context;
  readonly fold: FoldState;
  readonly token: string | null;
  readonly profileToken: string | null;
  readonly triggered: readonly string[];
  /** lines that no session token has been there for */
  readonly lines: readonly PageLine[];
  /** counts of losses that no beacon has told yet */
  readonly drops?: Readonly<Record<string, number>>;
};
