/** A table of the device: values by key, in IndexedDB. */
export type KeptTable = {
  get(key: string): Promise<unknown>;
  /** Writes, or deletes when there is no value. Blind, and committed at once: what waits for a page's code is aborted with it. */
  put(key: string, value?: unknown): Promise<void>;
  entries(): Promise<[string, unknown][]>;
  clear(): Promise<void>;
};

/** A request's or a transaction's end as a promise. Nothing is thrown inside a handler: that would be the page's error. */
const settled = <T>(
  source: IDBRequest | IDBTransaction,
  done: 'onsuccess' | 'oncomplete',
  read: () => T,
): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const end = () => {
      try {
        resolve(read());
      } catch (error) {
        reject(error);
      }
    };
    Object.assign(source, {
      [done]: end,
      onerror: () => reject(new Error('store')),
      onabort: () => reject(new Error('store')),
    });
  });

/** Opens a database of one table at its first use. Its promises reject where IndexedDB is closed to us. */
export const keptTable = (database: string, name: string): KeptTable => {
  let opened: Promise<IDBDatabase> | undefined;
  const open = async (): Promise<IDBDatabase> => {
    const request = indexedDB.open(database);
    request.onupgradeneeded = () => {
      try {
        request.result.createObjectStore(name);
      } catch {
        // then no transaction opens, and its promise says so
      }
    };
    return settled(request, 'onsuccess', () => request.result);
  };
  const table = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    opened ??= open();
    return (await opened).transaction(name, mode).objectStore(name);
  };
  const ask = <T>(request: IDBRequest<T>): Promise<T> => settled(request, 'onsuccess', () => request.result);
  const change = async (run: (store: IDBObjectStore) => unknown): Promise<void> => {
    const store = await table('readwrite');
    run(store);
    const { transaction } = store;
    const done = settled(transaction, 'oncomplete', () => undefined);
    transaction.commit?.();
    return done;
  };
  return {
    get: async (key) => ask((await table('readonly')).get(key)),
    put: (key, value) => change((store) => (value === undefined ? store.delete(key) : store.put(value, key))),
    async entries() {
      const store = await table('readonly');
      const [keys, values] = await Promise.all([ask(store.getAllKeys()), ask(store.getAll())]);
      return keys.map((key, k) => [String(key), values[k]]);
    },
    clear: () => change((store) => store.clear()),
  };
};
