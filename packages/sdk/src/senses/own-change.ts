import { THRESHOLDS } from './thresholds.ts';

/** How surely a change answers a press: not; not if it was its node's beat; unless its node changes on its own; surely. */
export const NO = 0;
export const BEAT = 1;
/** unless a request of the press brought it: the node changed once before on its own */
export const PERHAPS = 1.5;
export const MAYBE = 2;
export const YES = 3;

/** A change at `likelyAt` that was told as likely, so surely; the node's change before it was at `earlierAt` (ms). */
export type Doubt = { readonly likelyAt: number; readonly earlierAt: number; readonly surely: number };

/**
 * The rhythm of a node that changes without anyone's press: last change, time between changes (ms), number of changes; and the
 * change that the next one will judge.
 */
export type OwnChange = {
  readonly seenAt: number;
  readonly beatMs: number;
  readonly beats: number;
  readonly doubt?: Doubt | undefined;
};

const UNKNOWN: OwnChange = { seenAt: -Infinity, beatMs: 0, beats: 0 };

/** The rhythm after a change, and how surely that answers the press, not knowing what comes next. */
const note = (own: OwnChange, at: number, pressedAt: number, from: number): readonly [OwnChange, number] => {
  const { seenAt, beatMs, beats } = own;
  const sinceMs = at - seenAt;
  const late = at - pressedAt;
  const soon = late <= THRESHOLDS.ownAnswerMs;
  const next: OwnChange =
    sinceMs < THRESHOLDS.frameMs
      ? own
      : { seenAt: at, beatMs: beats > 1 ? (beatMs + sinceMs) / 2 : sinceMs, beats: beats + 1 };
  if (late > THRESHOLDS.deadMs) return [next, NO];
  if (beats < 2 || sinceMs > Math.max(THRESHOLDS.ownLateMs, THRESHOLDS.ownBeats * beatMs)) {
    if (soon || (beats ? beats > 1 : at - from > THRESHOLDS.ownYoungMs)) return [own, YES];
    return [own, beats && seenAt - from > THRESHOLDS.ownFirstMs ? PERHAPS : MAYBE];
  }
  if (!soon || beatMs < THRESHOLDS.ownFastMs || next === own) return [next, NO];
  // Timers are exact to a few ms, so a press seldom falls on a beat; where it does, the next change tells which it was.
  const off = Math.abs(sinceMs - Math.max(1, Math.round(sinceMs / beatMs)) * beatMs);
  return off <= Math.max(THRESHOLDS.ownJitterMs, THRESHOLDS.ownJitter * beatMs) ? [next, BEAT] : [own, YES];
};

/**
 * Takes one change of a node at `at` (ms). `pressedAt` is the last press; `from` is when the page began to be watched. Gives the
 * node's rhythm from now on, how surely the change answers the press, and the earlier change that turns out to have been the
 * node's own: the gap to it is as that before it or, when the node was never seen before, a beat earlier than the
 * watching began. A ticker's beat is no answer; a carousel's step is one, when it comes out of rhythm right after the press.
 */
export const noteChange = (
  own: OwnChange = UNKNOWN,
  at: number,
  pressedAt: number,
  from: number,
): readonly [OwnChange, number, Doubt?] => {
  const { doubt } = own;
  const [next, surely] = note(own, at, pressedAt, from);
  if (doubt) {
    const { likelyAt, earlierAt } = doubt;
    const [gap, before] = [at - likelyAt, likelyAt - earlierAt];
    if (gap < THRESHOLDS.ownTogetherMs) return [{ ...next, doubt }, surely];
    if (
      surely < YES &&
      (earlierAt < 0
        ? likelyAt - gap < from
        : Math.abs(gap - before) <= THRESHOLDS.ownTolerance * Math.max(gap, before))
    )
      return [{ seenAt: at, beatMs: gap, beats: 3 }, NO, doubt];
  }
  return [
    { ...next, doubt: surely % YES ? { likelyAt: at, earlierAt: own.seenAt, surely } : undefined },
    surely,
  ];
};
