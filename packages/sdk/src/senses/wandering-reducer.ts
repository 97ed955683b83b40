import type { Stage } from '@causeway/contract';
import { isCheckout } from '@causeway/contract';
import type { Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

export type WanderingSignal =
  | { readonly type: 'stage'; readonly stage: Stage }
  /** the page's scroll position, px */
  | { readonly type: 'scroll'; readonly y: number }
  /** the shopper did something; press: and was done with looking around */
  | { readonly type: 'active' }
  | { readonly type: 'press' }
  /** the page was hidden since `from`, and is seen again */
  | { readonly type: 'back'; readonly from: number }
  | { readonly type: 'time' };

export type WanderingState = {
  /** the last stages, oldest first */
  readonly trail: readonly Stage[];
  /** the furthest point of this leg, px, and whether the leg goes down; null before the first leg */
  readonly furthest: number;
  readonly down: boolean | null;
  /** when the scrolling turned, ms */
  readonly turns: readonly number[];
  readonly activeAt: number;
};

export const startWandering = (at: number, trail: readonly Stage[] = [], y = 0): WanderingState => ({
  trail,
  furthest: y,
  down: null,
  turns: [],
  activeAt: at,
});

/** A turn counts once the leg after it is long enough to be no correction; the leg before it was. */
const scrolled = (state: WanderingState, y: number, at: number): WanderingState => {
  const { down, furthest } = state;
  const moved = y - furthest;
  if (down !== null && (down ? moved >= 0 : moved <= 0)) return { ...state, furthest: y };
  if (Math.abs(moved) < THRESHOLDS.scrollLegPx) return state;
  const turns = state.turns.filter((turn) => at - turn <= THRESHOLDS.scrollLookMs);
  return { ...state, furthest: y, down: moved > 0, turns: down === null ? turns : [...turns, at] };
};

const active = (state: WanderingState, at: number): Reduced<WanderingState> => {
  const away = Math.min(at - state.activeAt, THRESHOLDS.longestIdleMs);
  const next = { ...state, activeAt: at };
  return away >= THRESHOLDS.idleMs ? [next, fact('return-after-idle', 'page', away)] : [next];
};

/** Going back and forth between checkout stages, searching by scrolling up and down, and coming back after a while. */
export const reduceWandering = (
  before: WanderingState,
  signal: WanderingSignal,
  at: number,
): Reduced<WanderingState> => {
  switch (signal.type) {
    case 'stage': {
      const { stage } = signal;
      const { trail } = before;
      const last = trail.at(-1);
      if (last === stage) return [before];
      const state = { ...before, trail: [...trail, stage].slice(-4) };
      // Browse and product in turn is shopping; with cart or checkout in it, it is doubt.
      const back = trail.at(-2) === stage && last !== undefined && (isCheckout(stage) || isCheckout(last));
      return back ? [state, fact('back-and-forth', 'page')] : [state];
    }
    case 'time':
      return before.turns.length < THRESHOLDS.scrollReversals
        ? [before]
        : [{ ...before, turns: [] }, fact('scroll-reversal', 'page', before.turns.length)];
    case 'back': {
      const away = Math.min(at - signal.from, THRESHOLDS.longestIdleMs);
      const state = { ...before, activeAt: at };
      return away >= THRESHOLDS.hiddenMs ? [state, fact('return-after-idle', 'page', away)] : [state];
    }
    case 'press':
      return active({ ...before, turns: [], down: null }, at);
    case 'scroll':
      return active(scrolled(before, signal.y, at), at);
    case 'active':
      return active(before, at);
  }
};
