import type { Stage } from '@causeway/contract';
import { isCheckout } from '@causeway/contract';
import type { FeltFact, Reduced } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

export type WanderingSignal =
  | { readonly type: 'stage'; readonly at: number; readonly stage: Stage }
  /** the page's scroll position, px */
  | { readonly type: 'scroll'; readonly at: number; readonly y: number }
  /** the shopper did something */
  | { readonly type: 'active'; readonly at: number }
  | { readonly type: 'time'; readonly at: number };

export type WanderingState = {
  /** the last stages, oldest first */
  readonly trail: readonly Stage[];
  readonly turnedAt: number;
  readonly y: number;
  readonly direction: -1 | 0 | 1;
  readonly reversals: number;
  readonly activeAt: number;
};

export const startWandering = (at: number, trail: readonly Stage[] = []): WanderingState => ({
  trail,
  turnedAt: 0,
  y: 0,
  direction: 0,
  reversals: 0,
  activeAt: at,
});

const scrolled = (state: WanderingState, y: number): WanderingState => {
  const direction = y > state.y ? 1 : y < state.y ? -1 : state.direction;
  if (direction === state.direction) return { ...state, y };
  // A turn counts when the leg before it was long enough; a short one only moves the turning point.
  const long = state.direction !== 0 && Math.abs(state.y - state.turnedAt) >= THRESHOLDS.scrollLegPx;
  return { ...state, y, direction, turnedAt: state.y, reversals: state.reversals + (long ? 1 : 0) };
};

const active = (state: WanderingState, at: number): Reduced<WanderingState> => {
  const away = at - state.activeAt;
  const facts: FeltFact[] =
    away >= THRESHOLDS.idleMs
      ? [{ kind: 'return-after-idle', role: 'page', value: Math.min(away, THRESHOLDS.longestIdleMs) }]
      : [];
  return { state: { ...state, activeAt: at }, facts };
};

/** Going back and forth between checkout stages, searching by scrolling up and down, and coming back after a while. */
export const reduceWandering = (state: WanderingState, signal: WanderingSignal): Reduced<WanderingState> => {
  switch (signal.type) {
    case 'stage': {
      const { stage } = signal;
      const last = state.trail.at(-1);
      if (last === stage) return { state, facts: [] };
      // Browse and product in turn is shopping; with cart or checkout in it, it is doubt.
      const back =
        state.trail.at(-2) === stage && last !== undefined && (isCheckout(stage) || isCheckout(last));
      const facts: FeltFact[] = back ? [{ kind: 'back-and-forth', role: 'page', value: 1 }] : [];
      return { state: { ...state, trail: [...state.trail, stage].slice(-4) }, facts };
    }
    case 'scroll':
      return active(scrolled(state, signal.y), signal.at);
    case 'active':
      return active(state, signal.at);
    case 'time': {
      if (state.reversals < THRESHOLDS.scrollReversals) return { state, facts: [] };
      const facts: FeltFact[] = [{ kind: 'scroll-reversal', role: 'page', value: state.reversals }];
      return { state: { ...state, reversals: 0 }, facts };
    }
  }
};
