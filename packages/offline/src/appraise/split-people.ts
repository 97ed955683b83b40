import { Fault, uniformOf } from '@causeway/contract';
import type { Split } from './downstream.ts';

export type PeopleSplit = Split & {
  readonly by: 'person' | 'time';
  /** the first moment of the test rows, ms; null without times */
  readonly from: number | null;
  /** rows that neither train nor test: those of people on both sides of that moment, on the other side from theirs */
  readonly purged: number;
};

/**
 * Training, validation and test rows, each person in one of them. Without times a person's place is a hash of seed and id: 60, 15 and 25 %.
 * With times, rows from the moment on at which 70 % have been seen can test, and earlier ones can train: who has rows on one side only is
 * there, of the others a hash puts half on either side and the rest of their rows is left out. So the past foretells the future of
 * people it was not fitted on; a fifth of those who train validates. Throws `bad-input` when a part is too small.
 */
export const splitPeople = (
  ids: readonly string[],
  person: Int32Array,
  at: Float64Array | null,
  seed: number,
): PeopleSplit => {
  const place = ids.map((id) => uniformOf('embed-split', seed, id));
  const rows = Array.from(person.keys());
  const part = (keep: (row: number) => boolean): Int32Array => Int32Array.from(rows.filter(keep));
  const placeOf = (row: number): number => place[person[row] as number] as number;
  const refuseSmall = (split: PeopleSplit): PeopleSplit => {
    const { train, validation, test } = split;
    if (train.length < 50 || validation.length < 10 || test.length < 20)
      throw new Fault(
        'bad-input',
        'rows',
        `a split gives ${train.length} to train, ${validation.length} to tune and ${test.length} to test; 50, 10 and 20 are needed`,
      );
    return split;
  };
  if (at === null)
    return refuseSmall({
      by: 'person',
      from: null,
      purged: 0,
      train: part((i) => placeOf(i) < 0.6),
      validation: part((i) => placeOf(i) >= 0.6 && placeOf(i) < 0.75),
      test: part((i) => placeOf(i) >= 0.75),
    });
  const sorted = Float64Array.from(at).sort();
  const from = sorted[Math.floor(0.7 * sorted.length)] as number;
  const [early, late] = [new Set<number>(), new Set<number>()];
  for (const i of rows) ((at[i] as number) < from ? early : late).add(person[i] as number);
  const tests = (i: number): boolean => {
    const k = person[i] as number;
    // Another stretch of the same hash decides than the one that makes validation people.
    return late.has(k) && (!early.has(k) || (placeOf(i) * 64) % 1 < 0.5);
  };
  const train = part((i) => (at[i] as number) < from && !tests(i) && placeOf(i) < 0.8);
  const validation = part((i) => (at[i] as number) < from && !tests(i) && placeOf(i) >= 0.8);
  const test = part((i) => (at[i] as number) >= from && tests(i));
  const purged = rows.length - train.length - validation.length - test.length;
  return refuseSmall({ by: 'time', from, purged, train, validation, test });
};
