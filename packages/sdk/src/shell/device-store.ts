import { keptTable } from './kept-table.ts';

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

/** Opens the table at its first use, not before. Its promises reject where IndexedDB is closed to us. */
export const deviceStore = (): DeviceStore => {
  const { get, put, entries, clear } = keptTable('causeway', 'device');
  return {
    anonymous: async () => text(await get('anonymous')),
    setAnonymous: (name) => put('anonymous', name),
    profile: async () => text(await get('profile')),
    setProfile: (token) => put('profile', token),
    unsent: async () =>
      (await entries())
        .flatMap(([key, value]) => (key.startsWith(UNSENT) ? (value as Unsent) : []))
        .sort((a, b) => a.at - b.at),
    hold: (unsent) => put(UNSENT + unsent.page, unsent.bodies.length > 0 ? unsent : undefined),
    retryAt: async () => Number(await get('retry')) || 0,
    setRetryAt: (until) => put('retry', until),
    clear,
  };
};
