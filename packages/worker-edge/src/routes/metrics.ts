import { faultCounts } from '../cache/fault-counts.ts';
import { leaseState } from '../cache/lease.ts';
import { metricsNow } from '../cache/metrics.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { INBOX } from '../log/keep-lines.ts';

const MOST = 1000;

/** GET /v1/admin/metrics: what this isolate counted, its lease, and how many batches wait to be merged (up to 1000). */
export const metrics = async (_: null, { env, now }: Context): Promise<Reply> => {
  const { objects, truncated } = await stored('metrics', () => env.LOG.list({ prefix: INBOX, limit: MOST }));
  const oldest = Math.min(now, ...objects.map(({ uploaded }) => uploaded.getTime()));
  const quarantine = await stored('metrics', () => env.LOG.list({ prefix: 'quarantine/', limit: MOST }));
  return {
    json: {
      version: 1,
      isolate: { ...metricsNow(), faults: faultCounts(), lease: leaseState() },
      inbox: { batches: objects.length, more: truncated, oldestMs: now - oldest },
      quarantine: { objects: quarantine.objects.length, more: quarantine.truncated },
    },
  };
};
