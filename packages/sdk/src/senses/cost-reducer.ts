import type { FeltFact, Reduced } from './felt-fact.ts';
import { THRESHOLDS } from './thresholds.ts';

export type CostSignal =
  /** a cost part of the page came into view */
  | { readonly type: 'shown'; readonly at: number; readonly role: string }
  /** it is out of view, or the page is hidden */
  | { readonly type: 'gone'; readonly at: number }
  /** the shopper pressed or typed something: the dwelling is over */
  | { readonly type: 'active'; readonly at: number };

export type CostState = { readonly role: string; readonly since: number } | null;

/** Time between costs coming into view and the next press or key. */
export const reduceCost = (state: CostState, signal: CostSignal): Reduced<CostState> => {
  if (signal.type === 'shown') return { state: state ?? { role: signal.role, since: signal.at }, facts: [] };
  if (state === null || signal.type === 'gone') return { state: null, facts: [] };
  const ms = Math.min(signal.at - state.since, THRESHOLDS.longestCostDwellMs);
  const facts: FeltFact[] =
    ms >= THRESHOLDS.costDwellMs ? [{ kind: 'cost-dwell', role: state.role, value: ms }] : [];
  return { state: null, facts };
};
