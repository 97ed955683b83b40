import { describe, expect, it } from 'vitest';
import { noteChange, type OwnChange } from '../../../packages/sdk/src/senses/own-change.ts';

/** Whether the change at `at` answers a press at `pressed`, after quiet changes at the given times. */
const answers = (quiet: readonly number[], pressed: number, at: number): boolean => {
  let own: OwnChange | undefined;
  for (const time of quiet) own = noteChange(own, time, null).own;
  return noteChange(own, at, pressed).answers;
};
const every = (gap: number, n: number): number[] => Array.from({ length: n }, (_, k) => k * gap);

describe('a node that changes on its own', () => {
  it.each<[string, readonly number[], number, number, boolean]>([
    ['a quiet node', [], 1000, 1010, true],
    ['a node that changed once', [0], 1000, 1010, true],
    ['a ticker on its beat', every(1000, 5), 4900, 5000, false],
    ['a ticker on its beat, a little late', every(1000, 5), 4900, 5080, false],
    ['a fast ticker', every(100, 30), 2920, 3000, false],
    ['a carousel that the press moved out of turn', every(4000, 3), 10_000, 10_020, true],
    ['a carousel on its beat', every(4000, 3), 11_990, 12_000, false],
    ['out of turn, but long after the press', every(4000, 3), 9000, 10_000, false],
    ['a page that settled long ago', [0, 300, 700], 9000, 9010, true],
  ])('%s', (_, quiet, pressed, at, expected) => {
    expect(answers(quiet, pressed, at)).toBe(expected);
  });

  it('keeps its rhythm through presses', () => {
    let own: OwnChange | undefined;
    for (const at of every(1000, 4)) own = noteChange(own, at, null).own;
    for (let at = 4000; at < 20_000; at += 1000) {
      const next = noteChange(own, at, at - 50);
      expect(next.answers).toBe(false);
      own = next.own;
    }
  });
});
