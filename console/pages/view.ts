import type { StudyView } from '../study-view.ts';

/** One view: its place in the address, its name, a sentence on what it is, and what it shows of a study; null when there is nothing. */
export type View = {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** said when `show` gives null: what is missing and what makes it */
  readonly empty: string;
  readonly show: (study: StudyView) => readonly Node[] | null;
};
