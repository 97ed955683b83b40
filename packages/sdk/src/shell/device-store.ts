import { clear, createStore, get, set, type UseStore, update } from 'idb-keyval';

/** A beacon's body and the page that wrote it. */
export type Unsent = { readonly page: string; readonly body: string };

/** What the device keeps, after consent alone: a random name, the profile token, beacons that could not be sent. */
export type DeviceStore = {
  anonymous(): Promise<string | null>;
  setAnonymous(name: string): Promise<void>;
  profile(): Promise<string | null>;
  setProfile(token: string): Promise<void>;
  unsent(): Promise<readonly Unsent[]>;
  /** Changes the queue of unsent bodies in one transaction. */
  changeUnsent(change: (bodies: readonly Unsent[]) => readonly Unsent[]): Promise<void>;
  clear(): Promise<void>;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const unsentOf = (value: unknown): Unsent[] =>
  Array.isArray(value)
    ? value.filter((entry) => typeof entry?.page === 'string' && typeof entry.body === 'string')
    : [];

/** Opens the store at its first use, not before. Its promises reject where IndexedDB is closed to us. */
export const deviceStore = (): DeviceStore => {
  let opened: UseStore | undefined;
  const at = () => {
    opened ??= createStore('causeway', 'device');
    return opened;
  };
  return {
    anonymous: async () => text(await get('anonymous', at())),
    setAnonymous: async (name) => set('anonymous', name, at()),
    profile: async () => text(await get('profile', at())),
    setProfile: async (token) => set('profile', token, at()),
    unsent: async () => unsentOf(await get('unsent', at())),
    changeUnsent: async (change) =>
      update('unsent', (before: unknown) => [...change(unsentOf(before))], at()),
    clear: async () => clear(at()),
  };
};
