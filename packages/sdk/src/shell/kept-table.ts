/**
 * What the device keeps, after consent alone, by key: a random name, the profile token, until when the edge asked this device to wait,
 * and beacons that no one has acknowledged.
 */
export type KeptTable = {
  get(key: string): Promise<unknown>;
  /** Writes, or deletes when there is no value. Blind, and committed at once: what waits for a page's code is aborted with it. */
  put(key: string, value?: unknown): Promise<unknown>;
  all(): Promise<unknown[]>;
  clear(): Promise<unknown>;
};

/** A request's or a transaction's end. Nothing is thrown inside a handler: that would be the page's error. */
const settled = (source: IDBRequest | IDBTransaction): Promise<unknown> =>
  new Promise((resolve, reject) => {
    Object.assign(source, { onsuccess: resolve, oncomplete: resolve, onerror: reject, onabort: reject });
  });

const NAME = 'device';

const open = async (): Promise<IDBDatabase> => {
  const request = indexedDB.open('causeway');
  request.onupgradeneeded = () => {
    try {
      request.result.createObjectStore(NAME);
    } catch {
      // then no transaction opens, and its promise says so
    }
  };
  await settled(request);
  return request.result;
};

/** Opens the table, in IndexedDB, at its first use. Its promises reject where that is closed to us. */
export const keptTable = (): KeptTable => {
  let opened: Promise<IDBDatabase> | undefined;
  const run = async (
    mode: IDBTransactionMode,
    act: (table: IDBObjectStore) => Pick<IDBRequest, 'result'>,
  ) => {
    opened ??= open();
    const transaction = (await opened).transaction(NAME, mode);
    const request = act(transaction.objectStore(NAME));
    const done = settled(transaction);
    transaction.commit?.();
    await done;
    return request.result;
  };
  return {
    get: (key) => run('readonly', (table) => table.get(key)),
    put: (key, value) =>
      run('readwrite', (table) => (value === undefined ? table.delete(key) : table.put(value, key))),
    all: () => run('readonly', (table) => table.getAll()),
    clear: () => run('readwrite', (table) => table.clear()),
  };
};
