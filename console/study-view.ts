import type { DecisionRecord, PublicJwk } from '@causeway/contract';
import type { Artefact, ConsoleData, DecisionExplanation } from '@causeway/offline';

/** A decision in the list of newest ones. */
export type DecisionLine = Pick<DecisionRecord, 'id' | 'at' | 'point' | 'action' | 'propensity' | 'mode'> & {
  readonly stage: string;
  readonly release: string;
};

/** `data/study.json`: all that the console shows but the decisions' own pages. */
export type StudyView = {
  readonly kind: 'study-view';
  readonly version: 1;
  readonly console: ConsoleData | null;
  /** public keys of the audit log, by the digest that an entry names */
  readonly keys: Readonly<Record<string, PublicJwk>>;
  /** what each release was made from, nearest first, without raw files */
  readonly lineage: Readonly<Record<string, readonly Artefact[]>>;
  readonly decisions: readonly DecisionLine[];
  /** what could not be read and what to do about it, in plain words */
  readonly missing: readonly string[];
};

/** `data/decisions/<id>.json`: one decision from its log line to its training data. */
export type DecisionPage = { readonly told: DecisionExplanation; readonly words: readonly string[] };
