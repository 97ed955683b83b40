import type { Stage } from '@causeway/contract';
import { isCheckout } from '@causeway/contract';
import type { Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

export type WanderingSignal =
  | { readonly type: 'stage'; readonly stage: Stage }
  /** the page's scroll position, px */
  | { readonly type: 'scroll'; readonly y: number }
  /** the shopper did something */
  | { readonly type: 'active' }
  | { readonly type: 'time' };

export type WanderingState = {
  /** the last stages, oldest first */
  readonly trail: readonly Stage[];
  readonly turnedAt: number;
  readonly y: number;
  readonly down: boolean;
  readonly reversals: number;
  readonly activeAt: number;
};

export const startWandering = (at: number, trail: readonly Stage[] = []): WanderingState => ({
  trail,
  turnedAt: 0,
  y: 0,
  down: true,
  reversals: 0,
  activeAt: at,
});

const scrolled = (state: WanderingState, y: number): WanderingState => {
  const down = y === state.y ? state.down : y > state.y;
  if (down === state.down) return { ...state, y };
  // A turn counts when the leg before it was long enough; a short one only moves the turning point.
  const long = Math.abs(state.y - state.turnedAt) >= THRESHOLDS.scrollLegPx;
  return { ...state, y, down, turnedAt: state.y, reversals: state.reversals + (long ? 1 : 0) };
};

/** Going back and forth between checkout stages, searching by scrolling up and down, and coming back after a while. */
export const reduceWandering = (
  before: WanderingState,
  signal: WanderingSignal,
  at: number,
): Reduced<WanderingState> => {
  if (signal.type === 'stage') {
    const { stage } = signal;
    const { trail } = before;
    const last = trail.at(-1);
    if (last === stage) return [before];
    const state = { ...before, trail: [...trail, stage].slice(-4) };
    // Browse and product in turn is shopping; with cart or checkout in it, it is doubt.
    const back = trail.at(-2) === stage && last !== undefined && (isCheckout(stage) || isCheckout(last));
    return back ? [state, fact('back-and-forth', 'page')] : [state];
  }
  if (signal.type === 'time') {
    if (before.reversals < THRESHOLDS.scrollReversals) return [before];
    return [{ ...before, reversals: 0 }, fact('scroll-reversal', 'page', before.reversals)];
  }
  const state = { ...(signal.type === 'scroll' ? scrolled(before, signal.y) : before), activeAt: at };
  const away = Math.min(at - before.activeAt, THRESHOLDS.longestIdleMs);
  return away >= THRESHOLDS.idleMs ? [state, fact('return-after-idle', 'page', away)] : [state];
};
