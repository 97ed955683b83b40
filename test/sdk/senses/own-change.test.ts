import { describe, expect, it } from 'vitest';
import {
  BEAT,
  MAYBE,
  NO,
  noteChange,
  type OwnChange,
  YES,
} from '../../../packages/sdk/src/senses/own-change.ts';

const NONE = -Infinity;
/** A node's rhythm after changes at the given times, with no press. */
const rhythm = (quiet: readonly number[], from = 0): OwnChange | undefined => {
  let own: OwnChange | undefined;
  for (const at of quiet) [own] = noteChange(own, at, NONE, from);
  return own;
};
/** How surely the change at `at` answers a press at `pressed`, after quiet changes at the given times. */
const answers = (quiet: readonly number[], pressed: number, at: number): number =>
  noteChange(rhythm(quiet), at, pressed, 0)[1];
const every = (gap: number, n: number): number[] => Array.from({ length: n }, (_, k) => k * gap);

describe('a node that changes on its own', () => {
  it.each<[string, readonly number[], number, number, number]>([
    ['a quiet node', [], 1000, 1010, YES],
    ['a node that changed once', [0], 1000, 1010, YES],
    ['a ticker on its beat, right after a press', every(1000, 5), 4900, 5000, BEAT],
    ['a ticker on its beat', every(1000, 5), 4890, 5000, NO],
    ['a ticker on its beat, a little late', every(1000, 5), 4900, 5080, NO],
    ['a fast ticker', every(100, 30), 2920, 3000, NO],
    ['a carousel that the press moved out of turn', every(4000, 3), 10_000, 10_020, YES],
    ['a carousel on its beat, right after a press', every(4000, 3), 11_990, 12_000, BEAT],
    ['a carousel that the press moved shortly before its beat', every(1400, 5), 6780, 6790, YES],
    ['out of turn, but long after the press', every(4000, 3), 9000, 10_000, NO],
    ['a quiet node of a page that has been watched for long, late', [], 9000, 10_400, YES],
    ['a quiet node of a page that is watched since a moment ago, late', [], 1000, 1400, MAYBE],
    ['a node that changed once, late', [0], 9000, 9400, MAYBE],
    ['a ticker too fast to be out of turn', every(200, 9), 1640, 1650, NO],
    ['a page that settled long ago', [0, 300, 700], 9000, 9010, YES],
  ])('%s', (_, quiet, pressed, at, expected) => {
    expect(answers(quiet, pressed, at)).toBe(expected);
  });

  it('keeps its rhythm through presses', () => {
    let own = rhythm(every(1000, 4));
    for (let at = 4000; at < 20_000; at += 1000) {
      const [next, surely] = noteChange(own, at, at - 50, 0);
      // The change before, told as a likely beat, is judged by this one.
      expect([BEAT, NO]).toContain(surely);
      own = next;
    }
  });

  it.each<[string, readonly number[], number, number, number, boolean]>([
    ['the gap of before the press', [1000], 1850, 2000, 3010, true],
    ['another gap', [1000], 1850, 2000, 2400, false],
    ['never seen, a beat before the watching', [], 400, 700, 1750, true],
    ['never seen, though its beat before would have been', [], 1800, 2000, 3000, false],
    ['several changes at once are one', [1000], 1850, 2000, 2060, false],
  ])('a likely answer that was the node’s own: %s', (_, quiet, pressed, first, at, expected) => {
    const [own, surely] = noteChange(rhythm(quiet, 100), first, pressed, 100);
    expect(surely).toBe(MAYBE);
    const [next, again, doubt] = noteChange(own, at, pressed, 100);
    expect(doubt?.likelyAt).toBe(expected ? first : undefined);
    if (!expected) return;
    expect(again).toBe(NO);
    // From now on the node is known to have a rhythm.
    expect(noteChange(next, at + (at - first), pressed, 100)[1]).toBe(NO);
  });
});
