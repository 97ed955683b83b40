import { faultCounts } from '../cache/fault-counts.ts';
import { inboxState } from '../cache/inbox-state.ts';
import { isBlind, liveRelease } from '../cache/live-release.ts';
import { engineOf } from '../cache/model-runners.ts';
import type { Context, Reply } from '../context.ts';
import { keyReport } from '../keys/key-report.ts';

/** GET /v1/health: what is live, which keys are there (by kid, never by value), whether the log is merged, what this isolate refused so far. */
export const health = async (_: null, context: Context): Promise<Reply> => {
  const { env, config } = context;
  const live = await liveRelease(context);
  const { keys, missing } = keyReport(env);
  return {
    json: {
      ok: missing.length === 0 && !isBlind(),
      /** what decisions are made with now */
      serving: live !== null ? 'release' : isBlind() ? 'fallback' : 'nothing',
      release: live?.digest ?? null,
      sequence: live?.release.sequence ?? null,
      model: live?.model ?? null,
      /** what runs its blob: kernel or twin; null for the formula */
      engine: live === null ? null : engineOf(live.release),
      keys,
      missing,
      /** batches that wait for the queue's consumer; null when the bucket does not answer */
      inbox: await inboxState(context),
      worker: config.worker,
      faults: faultCounts(),
    },
  };
};
