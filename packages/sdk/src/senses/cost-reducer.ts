import type { Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

export type CostSignal =
  /** a cost part of the page came into view */
  | 'shown'
  /** it is out of view, or the page is hidden */
  | 'gone'
  /** the shopper pressed or typed something: the dwelling is over */
  | 'active'
  | 'time';

/** Since when costs are in view and how much of that has been told, ms. */
export type CostState = { readonly since: number; readonly told: number } | null;

/**
 * Time between costs coming into view and the next press or key. A long one is told while it lasts, and the rest of it when
 * it ends: the parts add up to the dwelling.
 */
export const reduceCost = (state: CostState, signal: CostSignal, at: number): Reduced<CostState> => {
  if (signal === 'shown') return [state ?? { since: at, told: 0 }];
  if (state === null || signal === 'gone') return [null];
  const dwelt = Math.min(at - state.since, THRESHOLDS.longestCostDwellMs);
  const rest = dwelt - state.told;
  if (signal === 'time') {
    if (state.told > 0 || dwelt < THRESHOLDS.costTellMs) return [state];
    return [{ ...state, told: dwelt }, fact('cost-dwell', 'cost', dwelt)];
  }
  return rest < THRESHOLDS.costDwellMs ? [null] : [null, fact('cost-dwell', 'cost', rest)];
};
