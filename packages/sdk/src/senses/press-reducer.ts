import type { FeltFact, Reduced } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

/**
 * `key` names the pressed element within the page; `from` is when the pointer went down (ms), `judged` whether the element
 * promises an effect, `answered` whether it had one between pointer and click.
 */
export type PressSignal =
  | {
      readonly type: 'press';
      readonly at: number;
      readonly from: number;
      readonly x: number;
      readonly y: number;
      readonly key: number;
      readonly role: string;
      readonly judged: boolean;
      readonly disabled: boolean;
      readonly answered: boolean;
    }
  /** the page changed; `near`: in a way that answers only at once */
  | { readonly type: 'answer'; readonly at: number; readonly near: boolean }
  /** a request had started at `at` */
  | { readonly type: 'request'; readonly at: number }
  /** the shopper went on to something else: later changes belong to that */
  | { readonly type: 'other'; readonly at: number }
  /** the page is being left, or a window came over it */
  | { readonly type: 'leave'; readonly at: number }
  | { readonly type: 'error'; readonly at: number }
  | { readonly type: 'time'; readonly at: number };

type Open = {
  readonly from: number;
  readonly key: number;
  readonly role: string;
  readonly judged: boolean;
  readonly answerable: boolean;
  readonly requested: boolean;
};
type Burst = {
  readonly x: number;
  readonly y: number;
  readonly key: number;
  readonly role: string;
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

const dead = (role: string): FeltFact => ({ kind: 'dead-click', role, value: 1 });

/** Ends a burst whose time is over. Rage stands for the dead presses that it is made of. */
const endBurst = (state: PressState, at: number): Reduced<PressState> => {
  const { burst } = state;
  if (burst === null || at - burst.last <= THRESHOLDS.burstMs) return { state, facts: [] };
  const idle = burst.presses - burst.answers;
  if (idle < THRESHOLDS.ragePresses) return { state: { ...state, burst: null }, facts: [] };
  return {
    state: { ...state, burst: null, open: state.open.filter(({ key }) => key !== burst.key) },
    facts: [{ kind: 'rage-click', role: burst.role, value: burst.presses }],
  };
};

const endDead = (state: PressState, at: number): Reduced<PressState> => {
  const late = state.open.filter(({ from }) => at - from >= THRESHOLDS.deadMs);
  if (late.length === 0) return { state, facts: [] };
  return {
    state: { ...state, open: state.open.filter((press) => !late.includes(press)) },
    facts: late.filter(({ judged, requested }) => judged && !requested).map(({ role }) => dead(role)),
  };
};

const ends = (state: PressState, at: number): Reduced<PressState> => {
  const a = endBurst(state, at);
  const b = endDead(a.state, at);
  return { state: b.state, facts: [...a.facts, ...b.facts] };
};

const near = (a: { x: number; y: number }, b: { x: number; y: number }): boolean =>
  Math.abs(a.x - b.x) <= THRESHOLDS.burstPx && Math.abs(a.y - b.y) <= THRESHOLDS.burstPx;

const press = (state: PressState, signal: Extract<PressSignal, { type: 'press' }>): Reduced<PressState> => {
  const { at, from, x, y, key, role, judged, disabled, answered } = signal;
  const before = state.burst;
  const same = before !== null && (before.key === key || near(before, signal));
  const answers = answered ? 1 : 0;
  const burst: Burst = same
    ? { ...before, x, y, last: at, presses: before.presses + 1, answers: before.answers + answers }
    : { x, y, key, role, last: at, presses: 1, answers, answeredAt: -Infinity };
  const open = state.open.map((o) => (o.key === key ? o : { ...o, answerable: false }));
  // Presses of one burst on one element are one question: it is open once, from its first press.
  const asked = answered || disabled || open.some((o) => o.key === key);
  const facts = disabled && !same ? [dead(role)] : [];
  return {
    state: {
      burst,
      lastPress: from,
      open: asked ? open : [...open, { from, key, role, judged, answerable: true, requested: false }],
    },
    facts,
  };
};

const answer = (state: PressState, at: number, isNear: boolean): Reduced<PressState> => {
  const answered = state.open.filter(
    ({ answerable, from }) => answerable && (!isNear || at - from <= THRESHOLDS.nearMs),
  );
  const slow = answered.find(({ judged, from }) => judged && at - from >= THRESHOLDS.slowAnswerMs);
  const { burst } = state;
  const counts =
    burst !== null && at - burst.last <= THRESHOLDS.burstMs && at - burst.answeredAt >= THRESHOLDS.frameMs;
  return {
    state: {
      ...state,
      open: state.open.filter((o) => !answered.includes(o)),
      burst: counts ? { ...burst, answers: burst.answers + 1, answeredAt: at } : burst,
    },
    facts: slow === undefined ? [] : [{ kind: 'slow-answer', role: slow.role, value: at - slow.from }],
  };
};

/**
 * Presses and what answered them -> dead, rage, slow-answer and error clicks. A press on a control that promises an effect
 * and shows none is dead; an answer after a second is slow, by its delay; presses that had no effect of their own are rage,
 * and a stepper that answers each one never is.
 */
export const reducePress = (before: PressState, signal: PressSignal): Reduced<PressState> => {
  const { state, facts } = ends(before, signal.at);
  const then = (next: Reduced<PressState>): Reduced<PressState> => ({
    state: next.state,
    facts: [...facts, ...next.facts],
  });
  switch (signal.type) {
    case 'press':
      return then(press(state, signal));
    case 'answer':
      return then(answer(state, signal.at, signal.near));
    case 'request':
      // Told when it has ended: a press that only had something saved is not dead.
      return then({
        state: {
          ...state,
          open: state.open.map((o) =>
            signal.at >= o.from && signal.at - o.from <= THRESHOLDS.requestAfterPressMs
              ? { ...o, requested: true }
              : o,
          ),
        },
        facts: [],
      });
    case 'other':
      return then({
        state: { ...state, open: state.open.map((o) => ({ ...o, answerable: false })) },
        facts: [],
      });
    case 'leave':
      return then({ state: { ...state, open: [], burst: null }, facts: [] });
    case 'error': {
      const hit = state.open.find(({ from }) => signal.at - from <= THRESHOLDS.errorAfterPressMs);
      const soon = signal.at - state.lastPress <= THRESHOLDS.errorAfterPressMs;
      if (hit === undefined) {
        return then({
          state,
          facts: [{ kind: soon ? 'error-click' : 'script-error', role: 'page', value: 1 }],
        });
      }
      const open = state.open.filter((o) => o !== hit);
      return then({ state: { ...state, open }, facts: [{ kind: 'error-click', role: hit.role, value: 1 }] });
    }
    case 'time':
      return { state, facts };
  }
};
