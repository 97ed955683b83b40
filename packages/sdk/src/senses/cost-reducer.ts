import type { Step } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

// Time between costs coming into view and the next press or key. A long one is told while it lasts, and the rest of it when it
// ends: the parts add up to the dwelling.

/** Since when costs are in view and how much of that has been told, ms. */
export type CostState = { readonly sinceMs: number | undefined; readonly toldMs: number };
type CostStep = Step<CostState>;

export const startCost: CostState = { sinceMs: undefined, toldMs: 0 };

/** A cost part of the page came into view. */
export const onCost: CostStep = ({ sinceMs = Infinity }, at) => [{ sinceMs: Math.min(sinceMs, at) }];

/** It is out of view, or the page is hidden. */
export const onCostGone: CostStep = () => [startCost];

const dwelt = ({ sinceMs = Infinity }: CostState, at: number): number =>
  Math.min(at - sinceMs, THRESHOLDS.longestCostDwellMs);

/** The shopper pressed or typed something: the dwelling is over. */
export const onCostLeft: CostStep = (state, at) => {
  const rest = dwelt(state, at) - state.toldMs;
  return [startCost, rest >= THRESHOLDS.costDwellMs && ['cost-dwell', 'cost', rest]];
};

/** It is still in view. */
export const onCostStays: CostStep = (state, at) => {
  const ms = dwelt(state, at);
  return state.toldMs > 0 || ms < THRESHOLDS.costTellMs ? [{}] : [{ toldMs: ms }, ['cost-dwell', 'cost', ms]];
};
