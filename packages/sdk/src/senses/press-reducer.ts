import type { Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

/**
 * `key` names the pressed element within the page; `from` is when the pointer went down (ms), `judged` whether the element
 * promises an effect, `answered` whether it had one between pointer and click.
 */
export type Press = {
  readonly type: 'press';
  readonly from: number;
  readonly x: number;
  readonly y: number;
  readonly key: number;
  readonly role: string;
  readonly judged: boolean;
  readonly disabled: boolean;
  readonly answered: boolean;
};
export type PressSignal =
  | Press
  /** the page changed; `near`: in a way that answers only at once */
  | { readonly type: 'answer'; readonly near: boolean }
  /** a request that has ended now had started at `from` */
  | { readonly type: 'request'; readonly from: number }
  /** other: the shopper went on to something else, and later changes belong to that; leave: the page is being left */
  | { readonly type: 'other' }
  | { readonly type: 'leave' }
  | { readonly type: 'error' }
  | { readonly type: 'time' };

/** A press that waits for its answer. */
type Open = Press & { readonly answerable: boolean; readonly requested: boolean };
type Burst = Press & {
  readonly last: number;
  readonly presses: number;
  readonly answers: number;
  readonly answeredAt: number;
};

export type PressState = {
  readonly open: readonly Open[];
  readonly burst: Burst | null;
  readonly lastPress: number;
};

export const startPresses: PressState = { open: [], burst: null, lastPress: -Infinity };

/** Ends a burst and open presses whose time is over. Rage stands for the dead presses that it is made of. */
const settle = (state: PressState, at: number): Reduced<PressState> => {
  const { burst } = state;
  const over = burst !== null && at - burst.last > THRESHOLDS.burstMs;
  const raged = over && burst.presses - burst.answers >= THRESHOLDS.ragePresses;
  const left = raged ? state.open.filter(({ key }) => key !== burst.key) : state.open;
  const dead = left.filter(({ from }) => at - from >= THRESHOLDS.deadMs);
  return [
    { ...state, burst: over ? null : burst, open: left.filter((press) => !dead.includes(press)) },
    ...(raged ? [fact('rage-click', burst.role, burst.presses)] : []),
    ...dead
      .filter(({ judged, requested }) => judged && !requested)
      .map(({ role }) => fact('dead-click', role)),
  ];
};

const near = (a: Press, b: Press): boolean =>
  Math.abs(a.x - b.x) <= THRESHOLDS.burstPx && Math.abs(a.y - b.y) <= THRESHOLDS.burstPx;

const pressed = (state: PressState, press: Press, at: number): Reduced<PressState> => {
  const { key, disabled, answered } = press;
  const before = state.burst;
  const same = before !== null && (before.key === key || near(before, press));
  const answers = answered ? 1 : 0;
  const burst: Burst = same
    ? {
        ...before,
        x: press.x,
        y: press.y,
        last: at,
        presses: before.presses + 1,
        answers: before.answers + answers,
      }
    : { ...press, last: at, presses: 1, answers, answeredAt: -Infinity };
  const open = state.open.map((o) => (o.key === key ? o : { ...o, answerable: false }));
  // Presses of one burst on one element are one question: it is open once, from its first press.
  const asked = answered || disabled || open.some((o) => o.key === key);
  return [
    {
      burst,
      lastPress: press.from,
      open: asked ? open : [...open, { ...press, answerable: true, requested: false }],
    },
    ...(disabled && !same ? [fact('dead-click', press.role)] : []),
  ];
};

const changed = (state: PressState, isNear: boolean, at: number): Reduced<PressState> => {
  const { burst } = state;
  const answered = state.open.filter(
    ({ answerable, from }) => answerable && (!isNear || at - from <= THRESHOLDS.nearMs),
  );
  const slow = answered.find(({ judged, from }) => judged && at - from >= THRESHOLDS.slowAnswerMs);
  const counts = burst !== null && at - burst.answeredAt >= THRESHOLDS.frameMs;
  return [
    {
      ...state,
      open: state.open.filter((o) => !answered.includes(o)),
      burst: counts ? { ...burst, answers: burst.answers + 1, answeredAt: at } : burst,
    },
    ...(slow ? [fact('slow-answer', slow.role, at - slow.from)] : []),
  ];
};

const failed = (state: PressState, at: number): Reduced<PressState> => {
  const soon = (from: number) => at - from <= THRESHOLDS.errorAfterPressMs;
  const hit = state.open.find(({ from }) => soon(from));
  const kind = hit || soon(state.lastPress) ? 'error-click' : 'script-error';
  return [{ ...state, open: state.open.filter((o) => o !== hit) }, fact(kind, hit?.role ?? 'page')];
};

const step = (state: PressState, signal: PressSignal, at: number): Reduced<PressState> => {
  const { open } = state;
  const { type } = signal;
  if (type === 'press') return pressed(state, signal, at);
  if (type === 'answer') return changed(state, signal.near, at);
  if (type === 'error') return failed(state, at);
  if (type === 'leave') return [{ ...state, open: [], burst: null }];
  if (type === 'other') return [{ ...state, open: open.map((o) => ({ ...o, answerable: false })) }];
  if (type === 'time') return [state];
  // A press that only had something saved is not dead.
  const started = ({ from }: Open) =>
    signal.from >= from && signal.from - from <= THRESHOLDS.requestAfterPressMs;
  return [{ ...state, open: open.map((o) => (started(o) ? { ...o, requested: true } : o)) }];
};

/**
 * Presses and what answered them -> dead, rage, slow-answer and error clicks. A press on a control that promises an effect
 * and shows none is dead; an answer after a second is slow, by its delay; presses that had no effect of their own are rage,
 * and a stepper that answers each one never is.
 */
export const reducePress = (before: PressState, signal: PressSignal, at: number): Reduced<PressState> => {
  const [state, ...facts] = settle(before, at);
  const [next, ...more] = step(state, signal, at);
  return [next, ...facts, ...more];
};
