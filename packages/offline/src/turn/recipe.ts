import type { Release } from '@causeway/contract';
import type { PageForm } from '../hazard/index.ts';

/** The shop's history as `loadLearningHistory` read it: the file by its bytes, and where it was cut. */
export type HistorySource = { readonly digest: string; readonly asOf: number; readonly windowMs: number };

/** Everything that a turn's release is a function of, by digest: what `reproduce` needs, and the link from a release to its raw data. */
export type Recipe = {
  readonly kind: 'recipe';
  readonly version: 1;
  /** the release that it follows */
  readonly live: string;
  /** the data version: the log's files */
  readonly data: string;
  /** null: learned without a history; 'unknown': the caller read one itself, and no one can read it again */
  readonly history: HistorySource | 'unknown' | null;
  /** Δ of (A2), as `expose` was run */
  readonly windowMs: number;
  readonly nextSequence: number;
  readonly budget: Release['budget'];
  readonly sessionsPerTurn: number;
  readonly seed: number;
  readonly now: number;
  /** null: the default of the code */
  readonly exploration: number | null;
  readonly caution: number | null;
  /** null or absent: the form of the hazard was chosen */
  readonly hazard?: PageForm | 'auto' | null;
};
