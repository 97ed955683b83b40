import type { Visit } from '../core/index.ts';
import type { KeptTable } from './kept-table.ts';

/** A beacon's body that no one has acknowledged, and how many lines and receipts are in it. */
export type Held = { readonly body: string; readonly entries: number };

/** What one page has not seen acknowledged. */
export type Unsent = {
  readonly page: string;
  readonly bodies: readonly Held[];
  /** when it was written down, ms since 1970 */
  readonly at: number;
  /** its page has gone: another one may send it */
  readonly left: boolean;
};

/** At most so many beacon bodies (16 KiB each) wait on a device; the oldest go first. */
export const MOST_BODIES = 20;
/** A page that has not written for so long is gone, even if it could not say so, ms. */
export const STALE_MS = 90_000;
/** How often a page looks for what gone ones left: another tab may have been at it, or have been killed since, ms. */
export const LOOK_MS = 30_000;
const RETRY = 'retry';

export type UnsentOptions = {
  /** this page's own name: its bodies are its own to send */
  readonly page: string;
  readonly store: Pick<KeptTable, 'get' | 'put' | 'all'>;
  readonly post: Visit['post'];
  readonly locks: LockManager | undefined;
  readonly clock: () => number;
  readonly count: (reason: string, n?: number) => void;
};

export type UnsentQueue = {
  /** Holds these bodies, and no others, for this page; none: its lines have all arrived. `left`: another page may send them. */
  hold(bodies: readonly Held[], left: boolean): Promise<unknown>;
  /**
   * Sends what gone pages left, oldest first, in one tab at a time. Asked at every tick, it does so now and then, and when a wait
   * is over; `again`: now. Never rejects.
   */
  drain(again?: boolean): Promise<void>;
};

/**
 * Beacon bodies that no one has acknowledged. A page writes them down while it still lives, since nothing can be written once
 * it is being torn down. What is then sent twice has the same line ids, and is one line to the edge's readers.
 */
export const unsentQueue = ({ page, store, post, locks, clock, count }: UnsentOptions): UnsentQueue => {
  let drainAt = 0;

  const put = (unsent: Unsent) =>
    store.put(`unsent.${unsent.page}`, unsent.bodies.length > 0 ? unsent : undefined);
  /** How many bodies, of the oldest, are over the bound; their lines are lost, counted. */
  const over = (bodies: readonly Held[]): number => {
    const lost = bodies.slice(0, Math.max(0, bodies.length - MOST_BODIES));
    for (const { entries } of lost) count('unsent-full', entries);
    return lost.length;
  };
  const wait = (until: number) => {
    drainAt = until;
    return store.put(RETRY, until);
  };
  const sendAll = async (): Promise<unknown> => {
    const retryAt = Number(await store.get(RETRY));
    if (retryAt > clock()) return wait(retryAt);
    const isGone = ({ page: of, bodies, left, at }: Unsent) =>
      bodies && of !== page && (left || clock() - at > STALE_MS);
    const gone = ((await store.all()) as Unsent[]).filter(isGone).sort((a, b) => a.at - b.at);
    let lost = over(gone.flatMap(({ bodies }) => bodies));
    for (const unsent of gone) {
      for (let { bodies } = unsent; bodies.length > 0; ) {
        const [first, ...rest] = bodies as [Held, ...Held[]];
        lost -= 1;
        const pause = lost >= 0 ? 0 : await post(first.body, first.entries);
        if (pause > 0) return wait(clock() + pause);
        bodies = rest;
        await put({ ...unsent, bodies });
      }
    }
    return undefined;
  };
  return {
    hold: (bodies, left) => put({ page, bodies: bodies.slice(over(bodies)), at: clock(), left }),
    async drain(again) {
      if (clock() < drainAt && !again) return;
      drainAt = clock() + LOOK_MS;
      try {
        if (locks === undefined) await sendAll();
        else await locks.request('causeway-unsent', { ifAvailable: true }, async (lock) => lock && sendAll());
      } catch {
        count('unsent-failed');
      }
    },
  };
};
