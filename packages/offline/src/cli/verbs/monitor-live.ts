import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asFault } from '@causeway/contract';
import { expose } from '../../exposure/index.ts';
import { fetchLog, ingest } from '../../log/index.ts';
import { bucketOf } from '../bucket-of.ts';
import { type Run, runVerb } from '../run.ts';
import { readLive } from '../study-files.ts';
import type { MonitorOptions } from './monitor.ts';
import { monitorStudy } from './monitor-log.ts';

export type LiveOptions = MonitorOptions & {
  readonly every: number;
  readonly log?: string;
  readonly bucket?: string;
  readonly prefix: string;
  readonly rounds?: number;
};

/** Brings the log up to now: from the bucket to the folder, from the folder to the warehouse, each line once. */
const catchUp = async (run: Run, { dir, log = join(dir, 'log'), bucket, prefix }: LiveOptions) => {
  if (bucket !== undefined) await fetchLog(bucketOf(bucket, prefix), log, run.say);
  run.note('log', log);
  // What showing an action costs is the release's word; without one outcomes are not watched.
  const live = existsSync(join(dir, 'live.json')) ? readLive(run) : null;
  return run.warehouse(async (warehouse) => {
    const { lines } = await ingest(warehouse, log);
    if (live !== null) await expose(warehouse, { actions: live.actions });
    return lines;
  });
};

/** Waits, or not: a signal to stop ends it at once. */
const pause = (ms: number, stopped: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (stopped.aborted) return done();
    const timer = setTimeout(done, ms);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/**
 * Watches a log while it grows: every so many seconds what is new is fetched, ingested and watched. An alert is told once. A round that fails (the
 * bucket is away, another verb holds the warehouse) says why and is tried again at the next; what it missed is then read. SIGINT and
 * SIGTERM end it after the round. Throws what the last of so many rounds met.
 */
export const monitorLive = async (options: LiveOptions): Promise<void> => {
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  let failed = 0;
  try {
    for (let round = 1; round <= (options.rounds ?? Number.POSITIVE_INFINITY); round++) {
      try {
        await runVerb('monitor', options, async (run) => {
          const lines = await catchUp(run, options);
          return { round, failed, lines, ...(await monitorStudy(run, options, true)) };
        });
      } catch (error) {
        failed++;
        if (round === options.rounds) throw error;
        process.stderr.write(`monitor: round ${round} failed: ${asFault(error, 'monitor').message}\n`);
      }
      if (stop.signal.aborted || round === options.rounds) break;
      await pause(1000 * options.every, stop.signal);
      if (stop.signal.aborted) break;
    }
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
};
