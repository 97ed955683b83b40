import { setTimeout as sleep } from 'node:timers/promises';
import type { Miniflare } from 'miniflare';
import type { Bucket } from './start-edge.ts';

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
export const drain = async (miniflare: Miniflare, bucket: Bucket): Promise<void> => {
  const r2 = await miniflare.getR2Bucket('LOG');
  const queue = await miniflare.getQueueProducer('LOG_QUEUE');
  const from = Date.now();
  for (let round = 0; round < 2; round++) {
    const key = `inbox/drain-${from}-${round}.ndjson`;
    await r2.put(key, '\n');
    await queue.send({ version: 1, key });
    const mustMove = watchInbox(bucket);
    while ((await r2.head(key)) !== null) {
      await mustMove();
      await sleep(25);
    }
  }
  const worker = await miniflare.getWorker();
  const mustMove = watchInbox(bucket);
  while ((await bucket.list('inbox/')).length > 0) {
    await mustMove();
    await worker.scheduled({ scheduledTime: new Date(Date.now() + 120_000), cron: '* * * * *' });
  }
};
