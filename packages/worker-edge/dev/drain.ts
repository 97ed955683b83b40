import { setTimeout as sleep } from 'node:timers/promises';
import type { Miniflare } from 'miniflare';
import type { Bucket } from './start-edge.ts';

const GIVE_UP_MS = 120_000;

/**
 * Waits until what was queued before has been merged. An empty batch is put in the inbox and queued: the queue keeps its
 * order, so when that batch is gone from the inbox, whatever stood before it is in the log. Then the sweep runs as it
 * would two minutes later, for batches whose message was lost.
 */
export const drain = async (miniflare: Miniflare, bucket: Bucket): Promise<void> => {
  const r2 = await miniflare.getR2Bucket('LOG');
  const queue = await miniflare.getQueueProducer('LOG_QUEUE');
  const from = Date.now();
  const late = (): boolean => Date.now() - from > GIVE_UP_MS;
  for (let round = 0; round < 2; round++) {
    const key = `inbox/drain-${from}-${round}.ndjson`;
    await r2.put(key, '\n');
    await queue.send({ version: 1, key });
    while ((await r2.head(key)) !== null) {
      if (late()) throw new Error(`the queue was not consumed within ${GIVE_UP_MS / 1000} s`);
      await sleep(25);
    }
  }
  const worker = await miniflare.getWorker();
  while ((await bucket.list('inbox/')).length > 0) {
    if (late()) throw new Error(`the inbox was not merged within ${GIVE_UP_MS / 1000} s`);
    await worker.scheduled({ scheduledTime: new Date(Date.now() + 120_000), cron: '* * * * *' });
  }
};
