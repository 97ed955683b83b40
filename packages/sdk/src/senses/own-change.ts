import { THRESHOLDS } from './thresholds.ts';

/** The rhythm of a node that changes without anyone's press: last change, gap between changes (ms), number of changes. */
export type OwnChange = { readonly at: number; readonly gap: number; readonly changes: number };

const beats = (own: OwnChange | undefined, at: number): own is OwnChange =>
  own !== undefined && own.changes >= 2 && at - own.at <= THRESHOLDS.ownBeats * own.gap;

/**
 * Takes one change of a node at `at` (ms). `pressedAt` is the press that could have caused it, or null.
 * `answers` says whether it may count as an answer; the record is the node's rhythm from now on. A ticker's beat is no
 * answer; a carousel's step is one, when it comes out of rhythm right after the press.
 */
export const noteChange = (
  own: OwnChange | undefined,
  at: number,
  pressedAt: number | null,
): { readonly own: OwnChange | undefined; readonly answers: boolean } => {
  const since = own === undefined ? 0 : at - own.at;
  const next = (): OwnChange => {
    if (own === undefined) return { at, gap: 0, changes: 1 };
    if (since < THRESHOLDS.frameMs) return own;
    return { at, gap: own.changes === 1 ? since : (own.gap + since) / 2, changes: own.changes + 1 };
  };
  if (pressedAt === null) return { own: next(), answers: false };
  if (!beats(own, at)) return { own, answers: true };
  const onBeat = since >= (1 - THRESHOLDS.ownTolerance) * own.gap || since < THRESHOLDS.frameMs;
  if (!onBeat && at - pressedAt <= THRESHOLDS.ownAnswerMs) return { own: { ...own, at }, answers: true };
  return { own: next(), answers: false };
};
