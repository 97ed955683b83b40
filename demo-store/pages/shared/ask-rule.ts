import type { VisitState } from '@causeway/sdk/core';

/** The one decision point of this shop. */
export const POINT = 'checkout-help';

/** Units of friction so far at which the shop asks for help. */
const ENOUGH = 1.5;
const HELPED_STAGES: readonly string[] = ['cart', 'shipping', 'payment'];

/** The shop's own rule, the same under every release: in the checkout, once friction has added up, or at payment. */
export const wantsHelp = ({ closed, total }: Pick<VisitState, 'closed' | 'total'>): boolean => {
  if (closed === null || !HELPED_STAGES.includes(closed.stage)) return false;
  return closed.stage === 'payment' || total.reduce((sum, units) => sum + units, 0) >= ENOUGH;
};

const KEY = 'fennel:help';

/** What was decided in this visit, kept over its pages: help that was shown is still there on the next one. */
export type KeptHelp = {
  readonly session: string;
  readonly action: string;
  readonly decision: string | null;
  readonly dismissed: boolean;
};

export const keptHelp = (session: string): KeptHelp | null => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as KeptHelp | null;
    return kept?.session === session ? kept : null;
  } catch {
    return null;
  }
};

export const keepHelp = (help: KeptHelp): void => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(help));
  } catch {
    // Without storage the next page asks again, and the edge answers as before.
  }
};
