import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket, Stores } from './stores-beside.ts';

/** Where no batch has left the inbox for so long, nobody is merging. A busy machine may take longer than this in all. */
const STUCK_MS = 60_000;
const LOOK_MS = 1000;

/** Throws when the inbox has not become smaller for STUCK_MS. */
const watchInbox = (bucket: Bucket): (() => Promise<void>) => {
  let [fewest, since, looked] = [Number.POSITIVE_INFINITY, Date.now(), 0];
  return async () => {
    if (Date.now() - looked < LOOK_MS) return;
    const { length } = await bucket.list('inbox/');
    looked = Date.now();
    if (length < fewest) [fewest, since] = [length, looked];
    else if (looked - since > STUCK_MS)
      throw new Error(`${length} batches wait in the inbox and none was merged for ${STUCK_MS / 1000} s`);
  };
};

/**
 * Waits until what was queued before has been merged. An empty batch is put in the inbox and queued: the queue keeps its
 * order, so when that batch is gone from the inbox, whatever stood before it is in the log. Then the sweep runs as it
 * would two minutes later, for batches whose message was lost.
 */
export const drain = async (stores: Stores): Promise<void> => {
  const from = Date.now();
  for (let round = 0; round < 2; round++) {
    const key = `inbox/drain-${from}-${round}.ndjson`;
    await stores.put(key, '\n');
    await stores.send({ version: 1, key });
    const mustMove = watchInbox(stores);
    while (await stores.has(key)) {
      await mustMove();
      await sleep(25);
    }
  }
  const mustMove = watchInbox(stores);
  while ((await stores.list('inbox/')).length > 0) {
    await mustMove();
    await stores.sweep(Date.now() + 120_000);
  }
};
