import { Fault, pageModelDigest } from '@causeway/contract';
import type { Command } from 'commander';
import {
  checkExposureDefinition,
  diffExposures,
  expose as exposeLog,
  exposeTreatments,
  saveExposures,
} from '../../exposure/index.ts';
import { placeHistory, skew } from '../../features/index.ts';
import { newestVersion, resolve } from '../../identity/index.ts';
import type { Warehouse } from '../../table/index.ts';
import { type EngineOptions, withEngine, withEngineOptions } from '../engine-of.ts';
import { type CommonOptions, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { readLive } from '../study-files.ts';

/** Exposures to declared treatments, as another version if anything differs; told is what differs from the last. */
const exposeDeclared = async (run: Run, warehouse: Warehouse, path: string, options: EngineOptions) => {
  const definition = checkExposureDefinition(run.readOwn('definition', path), path);
  const identity = await newestVersion(warehouse);
  const [last] = await warehouse.rows<{ at: number }>('SELECT max(at_ms) AS "at" FROM history');
  const table = await withEngine(warehouse, options, async (engine) => {
    await placeHistory(warehouse, engine);
    return exposeTreatments(engine, definition, { identity, horizon: last?.at ?? 0 });
  });
  const [before] = await warehouse
    .rows<{ digest: string }>(
      'SELECT digest FROM exposure_versions WHERE name = ? ORDER BY number DESC LIMIT 1',
      [definition.name],
    )
    .catch((): { digest: string }[] => []);
  const saved = await saveExposures(warehouse, table, { at: Date.now() });
  const diff = before === undefined ? null : await diffExposures(warehouse, before.digest, saved.digest);
  run.say(
    `expose: ${definition.name} version ${saved.number}, ${table.rows.length} units, ${table.refused.length} refused`,
  );
  return { ...saved, units: table.rows.length, refused: table.refused, identity, diff };
};

/**
 * `causeway expose`: persons, first decisions of sessions, their outcomes in the window, and the skew of page against
 * study.
 */
export const expose = (): Command =>
  withEngineOptions(
    verb(
      'expose',
      'join decisions to their outcomes; refuse rows that cannot be learned from; report training/serving skew',
    ),
  )
    .option('--window-hours <n>', 'outcomes this long after a decision count', wholeNumber(1, 24 * 366), 24)
    .option('--definition <file>', 'instead: exposures to the treatments that this file declares (JSON)')
    .action((options: CommonOptions & EngineOptions & { windowHours: number; definition?: string }) =>
      runVerb('expose', options, async (run) => {
        run.input('warehouse.duckdb', 'ingest');
        const { definition } = options;
        if (definition !== undefined) {
          return run.warehouse((warehouse) => exposeDeclared(run, warehouse, definition, options));
        }
        if (options.engine !== 'duckdb')
          throw new Fault(
            'bad-input',
            '--engine',
            `got ${options.engine} without --definition; the log's own decisions are joined in the warehouse's file`,
          );
        const live = readLive(run);
        const report = await run.warehouse(async (warehouse) => {
          const identity = await resolve(warehouse);
          const windowMs = options.windowHours * 3_600_000;
          const exposed = await exposeLog(warehouse, { actions: live.actions, windowMs });
          const models = new Map([[pageModelDigest(live.page), live.page]]);
          return { identity, ...exposed, skew: await skew(warehouse, models) };
        });
        run.writeJson('exposures.json', report);
        run.say(
          `expose: ${report.exposures} exposures, ${report.unexposed} without, ${report.refused.length} refused`,
        );
        return report;
      }),
    );
