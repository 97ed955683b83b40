import type { EncoderData } from '../embed/fit/encoder-data.ts';
import type { SparseRows } from '../embed/rows/sparse-rows.ts';
import type { Outcomes } from './compare-representations.ts';
import type { PeopleSplit } from './split-people.ts';

/** Everything a study of encoders reads. Rows of `data.x` are examples: people, or people at their sessions. */
export type StudyInput = {
  readonly data: EncoderData;
  /** what is foretold to judge an encoder; may hold outcomes that it was not trained on */
  readonly outcomes: Outcomes;
  /** descriptors that every representation is judged beside: u_ij and what was done to the person; null: none */
  readonly beside: SparseRows | null;
  readonly sensitive: Outcomes | null;
  readonly ids: readonly string[];
  /** person of each row, a place in `ids` */
  readonly person: Int32Array;
  readonly split: PeopleSplit;
  readonly seed: number;
};

/** The id of a row's person. */
export const personOf =
  ({ ids, person }: Pick<StudyInput, 'ids' | 'person'>) =>
  (row: number) =>
    ids[person[row] as number] as string;
