import type { DecisionRecord, Session } from '@causeway/contract';
import { lookBackMs, MAX_HISTORY, NONE } from '@causeway/contract';
import type { LiveRelease } from '../cache/live-release.ts';

/** The visit after a decision: what was drawn is counted; what was shown is remembered, if the release's rules look back. */
export const nextSession = (visit: Session, record: DecisionRecord, live: LiveRelease | null): Session => {
  const { action, at, granted } = record;
  if (action === NONE) return visit;
  const counts = { ...visit.counts, [action]: (visit.counts[action] ?? 0) + 1 };
  if (!granted || lookBackMs(live?.release.rules) === 0) return { ...visit, counts };
  return { ...visit, counts, history: [...(visit.history ?? []), { action, at }].slice(-MAX_HISTORY) };
};
