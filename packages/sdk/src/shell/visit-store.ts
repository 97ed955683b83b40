import type { Stage } from '@causeway/contract';
import type { VisitSnapshot } from '../core/index.ts';

const KEY = 'causeway.visit';
/** A visit that was silent for so long is over, ms. */
const VISIT_LIFE_MS = 1_800_000;

export type StoredVisit = {
  readonly snapshot: VisitSnapshot;
  readonly trail: readonly Stage[];
  readonly at: number;
};

/** The visit between two pages of one tab, in sessionStorage; where that is closed to us a visit ends with its page. */
export const visitStore = (view: Window) => ({
  read(now: number): StoredVisit | null {
    try {
      const stored = JSON.parse(view.sessionStorage.getItem(KEY) ?? 'null') as StoredVisit | null;
      return stored?.snapshot.version === 1 && now - stored.at < VISIT_LIFE_MS ? stored : null;
    } catch {
      return null;
    }
  },
  write(stored: StoredVisit): boolean {
    try {
      view.sessionStorage.setItem(KEY, JSON.stringify(stored));
      return true;
    } catch {
      return false;
    }
  },
  clear(): void {
    try {
      view.sessionStorage.removeItem(KEY);
    } catch {
      // closed to us: there is nothing in it
    }
  },
});
