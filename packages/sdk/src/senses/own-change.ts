import { THRESHOLDS } from './thresholds.ts';

/** The rhythm of a node that changes without anyone's press: last change, gap between changes (ms), number of changes. */
export type OwnChange = { readonly at: number; readonly gap: number; readonly changes: number };

/**
 * `maybe`: an answer unless the node turns out to change on its own (`isBeat`). `beat`: the same of a change that fell on the
 * node's beat, and is more likely its own.
 */
export type Answers = 'yes' | 'maybe' | 'beat' | 'no';

const beats = (own: OwnChange, at: number): boolean =>
  own.changes >= 2 && at - own.at <= THRESHOLDS.ownBeats * own.gap;

/**
 * Takes one change of a node at `at` (ms). `pressedAt` is the press that could have caused it, or null; `from` is when the
 * page began to be watched. The record is the node's rhythm from now on. A ticker's beat is no answer; a carousel's step is
 * one, when it comes out of rhythm right after the press.
 */
export const noteChange = (
  own: OwnChange | undefined,
  at: number,
  pressedAt: number | null,
  from: number,
): { readonly own: OwnChange | undefined; readonly answers: Answers } => {
  const since = own === undefined ? 0 : at - own.at;
  const next = (): OwnChange => {
    if (own === undefined) return { at, gap: 0, changes: 1 };
    if (since < THRESHOLDS.frameMs) return own;
    return { at, gap: own.changes === 1 ? since : (own.gap + since) / 2, changes: own.changes + 1 };
  };
  if (pressedAt === null) return { own: next(), answers: 'no' };
  const atOnce = at - pressedAt <= THRESHOLDS.ownAnswerMs;
  if (own === undefined || !beats(own, at)) {
    const known = own === undefined ? at - from > THRESHOLDS.ownYoungMs : own.changes > 1;
    return { own, answers: atOnce || known ? 'yes' : 'maybe' };
  }
  if (!atOnce || own.gap < THRESHOLDS.ownFastMs || since < THRESHOLDS.frameMs)
    return { own: next(), answers: 'no' };
  // Timers are exact to a few ms, so a press seldom falls on a beat; where it does, the next change tells which it was.
  const off = Math.abs(since - Math.max(1, Math.round(since / own.gap)) * own.gap);
  return off <= Math.max(THRESHOLDS.ownJitterMs, THRESHOLDS.ownJitter * own.gap)
    ? { own: next(), answers: 'beat' }
    : { own, answers: 'yes' };
};

/**
 * Whether a node that changed at `first` and again at `at` keeps a rhythm of its own: the same gap as since its last change
 * `before` the press, or, when it was never seen before, a beat earlier than the watching began.
 */
export const isBeat = (before: number | undefined, first: number, at: number, from: number): boolean => {
  const gap = at - first;
  if (before === undefined) return first - gap < from;
  return Math.abs(gap - (first - before)) <= THRESHOLDS.ownTolerance * Math.max(gap, first - before);
};
