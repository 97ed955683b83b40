import { clear, createStore, get, set, type UseStore, update } from 'idb-keyval';

/** What the device keeps, after consent alone: a random name, the profile token, beacons that could not be sent. */
export type DeviceStore = {
  anonymous(): Promise<string | null>;
  setAnonymous(name: string): Promise<void>;
  profile(): Promise<string | null>;
  setProfile(token: string): Promise<void>;
  bodies(): Promise<readonly string[]>;
  /** Changes the queue of unsent bodies in one transaction. */
  changeBodies(change: (bodies: readonly string[]) => readonly string[]): Promise<void>;
  clear(): Promise<void>;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((body) => typeof body === 'string') : [];

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
    bodies: async () => texts(await get('bodies', at())),
    changeBodies: async (change) => update('bodies', (before: unknown) => [...change(texts(before))], at()),
    clear: async () => clear(at()),
  };
};
