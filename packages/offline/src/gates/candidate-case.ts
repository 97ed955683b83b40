import type { Release } from '@causeway/contract';
import type { DossierData } from '../dossier/index.ts';
import type { Exposures, PersonPeriods, Unexposed } from '../exposure/index.ts';
import type { SkewReport } from '../features/index.ts';
import type { Scores } from '../nuisance/index.ts';

/** What the log as a whole is like: what `measureLog` reads. */
export type LogFacts = {
  readonly lines: number;
  readonly broken: number;
  readonly decisions: number;
  readonly refused: number;
  readonly from: number;
  readonly to: number;
  readonly skew: SkewReport;
};

/** A candidate with everything that it is judged by. `policy` and `scores` are those of people whom its models did not see. */
export type CandidateCase = {
  readonly candidate: Release;
  readonly live: Release;
  readonly exposures: Exposures;
  readonly unexposed: Unexposed;
  readonly scores: Scores;
  /** π of every exposure, out of fold, n x A */
  readonly policy: Float64Array;
  /** τ̂ of every exposure by the candidate's own effects, n x A */
  readonly effects: Float64Array;
  readonly periods: PersonPeriods | null;
  readonly log: LogFacts;
  /** the moment up to which the history behind z was read; null without one */
  readonly historyAsOf: number | null;
  readonly allowedPerSession: number;
  readonly dossier: DossierData;
};
