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
export const visitStore = (view: Window) => {
  const tried = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(view.sessionStorage);
    } catch {
      return undefined;
    }
  };
  return {
    read: (now: number): StoredVisit | undefined =>
      tried((storage) => {
        const stored = JSON.parse(storage.getItem(KEY) as string) as StoredVisit;
        return stored.snapshot.version === 1 && now - stored.at < VISIT_LIFE_MS ? stored : undefined;
      }),
    write: (stored: StoredVisit) => tried((storage) => storage.setItem(KEY, JSON.stringify(stored))),
    clear: () => tried((storage) => storage.removeItem(KEY)),
  };
};
