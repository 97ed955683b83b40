import type { Reduced } from './felt-fact.ts';
import { fact } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

export type CostSignal =
  /** a cost part of the page came into view */
  | 'shown'
  /** it is out of view, or the page is hidden */
  | 'gone'
  /** the shopper pressed or typed something: the dwelling is over */
  | 'active';

/** Since when costs are in view, ms. */
export type CostState = number | null;

/** Time between costs coming into view and the next press or key. */
export const reduceCost = (since: CostState, signal: CostSignal, at: number): Reduced<CostState> => {
  if (signal === 'shown') return [since ?? at];
  if (since === null || signal === 'gone' || at - since < THRESHOLDS.costDwellMs) return [null];
  return [null, fact('cost-dwell', 'cost', Math.min(at - since, THRESHOLDS.longestCostDwellMs))];
};
