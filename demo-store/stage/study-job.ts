import type { Release } from '@causeway/contract';
import type { LearnedRelease } from './study-process.ts';

/** What one turn of the loop works on. Folders are the demo's own. */
export type StudyJob = {
  /** the study's folder: logs, history, warehouse, releases */
  readonly dir: string;
  readonly world: { readonly seed: number; readonly people: number };
  /** simulate so many visits under `live` first, into the log; 0 learns from the log as it stands */
  readonly simulate: number;
  readonly live: Release;
  readonly nextSequence: number;
  readonly budget: Release['budget'];
  readonly sessionsPerTurn: number;
  readonly now: number;
};

/** What the study's process says: the stage it is in, and at the end the release. */
export type StudyMessage =
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'done'; readonly learned: LearnedRelease }
  | { readonly kind: 'failed'; readonly message: string };

/** Sentences for the stages that `learnRelease` names. */
export const STAGE_SENTENCES: Readonly<Record<string, string>> = {
  simulate: 'Simulated shoppers visit the shop',
  ingest: 'Reading the log into the warehouse',
  embed: 'Learning who is alike (z)',
  hazard: 'Learning when people leave (λ)',
  expose: 'Joining decisions to what followed',
  policy: 'Learning what helps whom (π)',
  release: 'Putting the release together',
  dossier: 'Writing the dossier',
  publish: 'Signing and publishing',
};
