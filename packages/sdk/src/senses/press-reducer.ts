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
type Change = {
  readonly near?: boolean;
  readonly maybe?: boolean;
  readonly beat?: boolean;
  readonly key?: number;
};
export type PressSignal =
  | Press
  /**
   * The page changed; `near`: in a way that answers only at once; `maybe`: unless it is taken back; `beat`: it is likely
   * to be, and no press of a burst counts on it; `key`: while the pointer is down on that element, whose press will say so
   * itself, and no other's answer it is
   */
  | ({ readonly type: 'answer' } & Change)
  /** the change that was told as `maybe` at `from` was the page's own */
  | { readonly type: 'revoke'; readonly from: number; readonly beat?: boolean }
  /** a request that has ended now had started at `from` */
  | { readonly type: 'request'; readonly from: number }
  /** other: the shopper went on to something else, and later changes belong to that; leave: the page is being left */
  | { readonly type: 'other' }
  | { readonly type: 'leave' }
  /** `own`: it failed the same way before, with no press */
  | { readonly type: 'error'; readonly own?: boolean }
  | { readonly type: 'time' };

/** A press that waits for its answer. */
type Open = Press & {
  readonly answerable: boolean;
  readonly requested: boolean;
  readonly maybe: number | null;
};
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
  /** the last press that was called dead: its answer may still come, with its request */
  readonly dead: Press | null;
};

export const startPresses: PressState = { open: [], burst: null, lastPress: -Infinity, dead: null };

const slowFact = ({ judged, role, from }: Press, at: number) =>
  judged && at - from >= THRESHOLDS.slowAnswerMs ? [fact('slow-answer', role, at - from)] : [];

/** Ends a burst and open presses whose time is over. */
const settle = (state: PressState, at: number): Reduced<PressState> => {
  const { burst } = state;
  const over = burst !== null && at - burst.last > THRESHOLDS.burstMs;
  const raged = over && burst.presses - burst.answers >= THRESHOLDS.ragePresses;
  const ended = state.open.filter(({ from }) => at - from >= THRESHOLDS.deadMs);
  const dead = ended.filter(({ judged, requested, maybe }) => judged && !requested && maybe === null);
  return [
    {
      ...state,
      burst: over ? null : burst,
      open: state.open.filter((press) => !ended.includes(press)),
      dead: dead.at(-1) ?? state.dead,
    },
    ...(raged ? [fact('rage-click', burst.role, burst.presses)] : []),
    ...dead.map(({ role }) => fact('dead-click', role)),
    ...ended.flatMap((press) => (press.maybe === null ? [] : slowFact(press, press.maybe))),
  ];
};

const near = (a: Press, b: Press): boolean =>
  Math.abs(a.x - b.x) <= THRESHOLDS.burstPx && Math.abs(a.y - b.y) <= THRESHOLDS.burstPx;

const pressed = (state: PressState, press: Press, at: number): Reduced<PressState> => {
  const { key, answered } = press;
  const before = state.burst;
  const same = before !== null && (before.key === key || near(before, press));
  const answers = answered ? 1 : 0;
  const { x, y } = press;
  const burst: Burst = same
    ? { ...before, x, y, last: at, presses: before.presses + 1, answers: before.answers + answers }
    : { ...press, last: at, presses: 1, answers, answeredAt: -Infinity };
  const open = state.open.map((o) => (o.key === key ? o : { ...o, answerable: false }));
  // A disabled control is dead at once, unless an earlier press of the burst is what disabled it.
  const dead = press.disabled && !same;
  // Presses of one burst on one element are one question: it is open once, from its first press.
  const asked = answered || press.disabled || open.some((o) => o.key === key);
  const asks = { ...press, answerable: true, requested: false, maybe: null };
  return [
    { ...state, burst, lastPress: at, open: asked ? open : [...open, asks] },
    ...(dead ? [fact('dead-click', press.role)] : []),
  ];
};

const changed = (state: PressState, signal: Change, at: number): Reduced<PressState> => {
  const { burst, open, lastPress } = state;
  const mine = ({ answerable, from, key }: Open) =>
    answerable && (signal.key ?? key) === key && (!signal.near || at - from <= THRESHOLDS.nearMs);
  const counts = burst !== null && !signal.beat && at - burst.answeredAt >= THRESHOLDS.frameMs;
  const next = {
    ...state,
    burst: counts ? { ...burst, answers: burst.answers + 1, answeredAt: at } : burst,
  };
  if (signal.maybe)
    return [{ ...next, open: open.map((o) => (mine(o) ? { ...o, maybe: o.maybe ?? at } : o)) }];
  // What comes right after a press is that press's; later, it may as well be an earlier one's, which is then not judged.
  const late = at - lastPress > THRESHOLDS.nearMs && !signal.near && signal.key === undefined;
  return [
    { ...next, open: open.filter((o) => !mine(o) && (o.answerable || !late)) },
    ...open
      .filter(mine)
      .flatMap((o) => slowFact(o, o.maybe ?? at))
      .slice(0, 1),
  ];
};

const failed = (state: PressState, own: boolean, at: number): Reduced<PressState> => {
  const soon = (from: number) => !own && at - from <= THRESHOLDS.errorAfterPressMs;
  const hit = state.open.find(({ from }) => soon(from));
  const kind = hit || soon(state.lastPress) ? 'error-click' : 'script-error';
  return [{ ...state, open: state.open.filter((o) => o !== hit) }, fact(kind, hit?.role ?? 'page')];
};

const started = (press: Press, from: number): boolean =>
  from >= press.from && from - press.from <= THRESHOLDS.requestAfterPressMs;

const step = (state: PressState, signal: PressSignal, at: number): Reduced<PressState> => {
  const { open, burst, dead } = state;
  switch (signal.type) {
    case 'press':
      return pressed(state, signal, at);
    case 'answer':
      return changed(state, signal, at);
    case 'error':
      return failed(state, signal.own === true, at);
    case 'leave':
      return [{ ...state, open: [], burst: null }];
    case 'other':
      return [{ ...state, open: open.map((o) => ({ ...o, answerable: false })) }];
    case 'revoke':
      return [
        {
          ...state,
          burst: burst && { ...burst, answers: Math.max(0, burst.answers - (signal.beat ? 0 : 1)) },
          // The two times are read one after the other: the same change, a moment apart.
          open: open.map((o) =>
            Math.abs((o.maybe ?? Infinity) - signal.from) < THRESHOLDS.frameMs ? { ...o, maybe: null } : o,
          ),
        },
      ];
    case 'request': {
      // A press that only had something saved is not dead; one that waited longer for its request was slow as well.
      const next = open.map((o) => (started(o, signal.from) ? { ...o, requested: true } : o));
      if (dead === null || !started(dead, signal.from)) return [{ ...state, open: next }];
      return [{ ...state, open: next, dead: null }, ...slowFact(dead, at)];
    }
    case 'time':
      return [state];
  }
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
