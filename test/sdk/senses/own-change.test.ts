import { describe, expect, it } from 'vitest';
import {
  type Answers,
  isBeat,
  noteChange,
  type OwnChange,
} from '../../../packages/sdk/src/senses/own-change.ts';

/** Whether the change at `at` answers a press at `pressed`, after quiet changes at the given times. */
const answers = (quiet: readonly number[], pressed: number, at: number): Answers => {
  let own: OwnChange | undefined;
  for (const time of quiet) own = noteChange(own, time, null, 0).own;
  return noteChange(own, at, pressed, 0).answers;
};
const every = (gap: number, n: number): number[] => Array.from({ length: n }, (_, k) => k * gap);

describe('a node that changes on its own', () => {
  it.each<[string, readonly number[], number, number, Answers]>([
    ['a quiet node', [], 1000, 1010, 'yes'],
    ['a node that changed once', [0], 1000, 1010, 'yes'],
    ['a ticker on its beat, right after a press', every(1000, 5), 4900, 5000, 'beat'],
    ['a ticker on its beat', every(1000, 5), 4890, 5000, 'no'],
    ['a ticker on its beat, a little late', every(1000, 5), 4900, 5080, 'no'],
    ['a fast ticker', every(100, 30), 2920, 3000, 'no'],
    ['a carousel that the press moved out of turn', every(4000, 3), 10_000, 10_020, 'yes'],
    ['a carousel on its beat, right after a press', every(4000, 3), 11_990, 12_000, 'beat'],
    ['a carousel that the press moved shortly before its beat', every(1400, 5), 6780, 6790, 'yes'],
    ['out of turn, but long after the press', every(4000, 3), 9000, 10_000, 'no'],
    ['a quiet node of a page that has been watched for long, late', [], 9000, 10_400, 'yes'],
    ['a quiet node of a page that is watched since a moment ago, late', [], 1000, 1400, 'maybe'],
    ['a node that changed once, late', [0], 9000, 9400, 'maybe'],
    ['a ticker too fast to be out of turn', every(200, 9), 1640, 1650, 'no'],
    ['a page that settled long ago', [0, 300, 700], 9000, 9010, 'yes'],
  ])('%s', (_, quiet, pressed, at, expected) => {
    expect(answers(quiet, pressed, at)).toBe(expected);
  });

  it('keeps its rhythm through presses', () => {
    let own: OwnChange | undefined;
    for (const at of every(1000, 4)) own = noteChange(own, at, null, 0).own;
    for (let at = 4000; at < 20_000; at += 1000) {
      const next = noteChange(own, at, at - 50, 0);
      expect(next.answers).toBe('beat');
      own = next.own;
    }
  });

  it.each<[string, number | undefined, number, number, boolean]>([
    ['the gap of before the press', 1000, 2000, 3010, true],
    ['another gap', 1000, 2000, 2400, false],
    ['never seen, a beat before the watching', undefined, 700, 1750, true],
    ['never seen, though its beat before would have been', undefined, 2000, 3000, false],
  ])('%s', (_, before, first, at, expected) => {
    expect(isBeat(before, first, at, 100)).toBe(expected);
  });
});
