import { faultCounts } from '../cache/fault-counts.ts';
import { isBlind, liveRelease } from '../cache/live-release.ts';
import type { Context, Reply } from '../context.ts';
import { keyReport } from '../keys/key-report.ts';

/** GET /v1/health: what is live, which keys are there (by kid, never by value), what this isolate refused so far. */
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
      keys,
      missing,
      worker: config.worker,
      faults: faultCounts(),
    },
  };
};
