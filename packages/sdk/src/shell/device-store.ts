import { clear, createStore, entries, get, set, type UseStore } from 'idb-keyval';

/** A beacon's body that no one has acknowledged. */
export type Held = {
  readonly body: string;
  /** lines and receipts in it */
  readonly entries: number;
};

/** What one page has not seen acknowledged. */
export type Unsent = {
  readonly page: string;
  readonly bodies: readonly Held[];
  /** when it was written down, ms since 1970 */
  readonly at: number;
  /** its page has gone: another one may send it */
  readonly left: boolean;
};

/** What the device keeps, after consent alone: a random name, the profile token, beacons that are not acknowledged. */
export type DeviceStore = {
  anonymous(): Promise<string | null>;
  setAnonymous(name: string): Promise<void>;
  profile(): Promise<string | null>;
  setProfile(token: string): Promise<void>;
  /** what every page of this origin holds, oldest first */
  unsent(): Promise<readonly Unsent[]>;
  /** Writes what a page holds in place of what it held; nothing, when no body is left. Commits before its page is gone. */
  hold(unsent: Unsent): Promise<void>;
  /** until when the edge asked this device to wait, ms since 1970; 0: it did not */
  retryAt(): Promise<number>;
  setRetryAt(at: number): Promise<void>;
  clear(): Promise<void>;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const UNSENT = 'unsent.';

/** Opens the store at its first use, not before. Its promises reject where IndexedDB is closed to us. */
export const deviceStore = (): DeviceStore => {
  let opened: UseStore | undefined;
  const at = () => {
    opened ??= createStore('causeway', 'device');
    return opened;
  };
  const read = async (key: string): Promise<unknown> => get(key, at());
  const write = async (key: string, value: unknown): Promise<void> => set(key, value, at());
  return {
    anonymous: async () => text(await read('anonymous')),
    setAnonymous: (name) => write('anonymous', name),
    profile: async () => text(await read('profile')),
    setProfile: (token) => write('profile', token),
    async unsent() {
      const all = await entries<string, Unsent>(at());
      return all
        .flatMap(([key, value]) => (String(key).startsWith(UNSENT) ? value : []))
        .sort((a, b) => a.at - b.at);
    },
    // Blind, and committed at once: a transaction that waits for its page's code is aborted with its page.
    hold: async (unsent) =>
      at()('readwrite', (table) => {
        const key = UNSENT + unsent.page;
        if (unsent.bodies.length > 0) table.put(unsent, key);
        else table.delete(key);
        const { transaction } = table;
        transaction.commit?.();
        return new Promise((done, failed) => {
          transaction.oncomplete = () => done();
          transaction.onabort = () => failed(transaction.error);
        });
      }),
    retryAt: async () => Number(await read('retry')) || 0,
    setRetryAt: (until) => write('retry', until),
    clear: async () => clear(at()),
  };
};
