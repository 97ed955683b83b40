import { faultCounts } from '../cache/fault-counts.ts';
import { listInbox } from '../cache/inbox-state.ts';
import { leaseState } from '../cache/lease.ts';
import { metricsNow } from '../cache/metrics.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';

const MOST = 1000;

/** GET /v1/admin/metrics: what this isolate counted, its lease, and how many batches wait to be merged (up to 1000). */
export const metrics = async (_: null, { env, now }: Context): Promise<Reply> => {
  const inbox = await stored('metrics', () => listInbox(env.LOG, now));
  const quarantine = await stored('metrics', () => env.LOG.list({ prefix: 'quarantine/', limit: MOST }));
  return {
    json: {
      version: 1,
      isolate: { ...metricsNow(), faults: faultCounts(), lease: leaseState() },
      inbox: { batches: inbox.waiting, more: inbox.more, oldestMs: inbox.oldestMs },
      quarantine: { objects: quarantine.objects.length, more: quarantine.truncated },
    },
  };
};
