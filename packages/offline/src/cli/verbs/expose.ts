import { pageModelDigest } from '@causeway/contract';
import type { Command } from 'commander';
import { expose as exposeLog } from '../../exposure/index.ts';
import { skew } from '../../features/index.ts';
import { resolve } from '../../identity/index.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';
import { readLive } from '../study-files.ts';

/**
 * `causeway expose`: persons, first decisions of sessions, their outcomes in the window, and the skew of page against
 * study.
 */
export const expose = (): Command =>
  verb(
    'expose',
    'join decisions to their outcomes; refuse rows that cannot be learned from; report training/serving skew',
  )
    .option('--window-hours <n>', 'outcomes this long after a decision count', wholeNumber(1, 24 * 366), 24)
    .action((options: CommonOptions & { windowHours: number }) =>
      runVerb('expose', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const live = readLive(run);
        const report = await run.warehouse(async (warehouse) => {
          const identity = await resolve(warehouse);
          const windowMs = options.windowHours * 3_600_000;
          const exposed = await exposeLog(warehouse, { actions: live.actions, windowMs });
          const models = new Map([[pageModelDigest(live.page), live.page.friction]]);
          return { identity, ...exposed, skew: await skew(warehouse, models) };
        });
        run.writeJson('exposures.json', report);
        run.say(
          `expose: ${report.exposures} exposures, ${report.unexposed} without, ${report.refused.length} refused`,
        );
        return report;
      }),
    );
