import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import {
  type Encoder,
  makeProfiles,
  trainEncoder,
  type VisitDynamics,
  visitDynamics,
} from '../../embed/index.ts';
import { DAY_MS } from '../../exposure/index.ts';
import { loadHistory, loadVisits } from '../../features/index.ts';
import { readTable, withWarehouse } from '../../table/index.ts';
import { type CommonOptions, moment, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb, WAREHOUSE } from '../run.ts';
import { embedInput, type InputOptions, withInputOptions } from './embed-input.ts';

type Options = CommonOptions &
  Omit<InputOptions, 'input'> & { input?: string; history?: string; asOf?: number; labelDays: number };

/** The moment after the last dated row: all of the history counts. */
const endOf = (path: string): Promise<number> =>
  withWarehouse(':memory:', async (warehouse) => {
    const at = (await readTable(warehouse, path)).numbers('at');
    if (at.length === 0) throw new Fault('bad-input', path, 'it holds no rows');
    return at.reduce((most, x) => Math.max(most, x), 0) + 1;
  });

const DYNAMICS = 'session-dynamics.json';

/** What the log's visits and the history say of how z moves between batches. */
const moves = async (run: Run, dir: string, encoder: Encoder, path: string): Promise<VisitDynamics> => {
  if (!existsSync(join(dir, WAREHOUSE))) return { none: 'there is no log in the folder yet' };
  const visits = await run.warehouse(async (warehouse) => {
    const held = await warehouse.rows(
      "SELECT table_name FROM duckdb_tables() WHERE table_name IN ('steps', 'ends')",
    );
    return held.length === 2 ? loadVisits(warehouse) : null;
  });
  if (visits === null) return { none: 'the warehouse holds no log' };
  const historyAt = (asOf: number) => loadHistory(path, { asOf });
  return visitDynamics(visits, encoder, { historyAt, historyEnd: await endOf(path) });
};

const told = (moved: VisitDynamics): Record<string, unknown> => {
  if ('none' in moved) return moved;
  const { dynamics: _, ...rest } = moved;
  return rest;
};

/** `causeway embed`: the shop's own history into an encoder and one profile a customer; or a file of one's own into vectors. */
export const embed = (): Command =>
  withInputOptions(
    verb('embed', 'learn z from the customer history (A1, A2); with --input, from a file of your own'),
  )
    .option(
      '--history <file>',
      'dated rows: subject, at, kind, cents, items, coupon, shippingCents, mobile; DIR/history.csv by default',
    )
    .option('--as-of <time>', 'profiles hold what was known then; the end of the history by default', moment)
    .option('--label-days <n>', 'days before it that the labels are taken from', wholeNumber(1, 3650), 90)
    .action((options: Options) =>
      runVerb('embed', options, async (run) => {
        const { input } = options;
        if (input !== undefined) return embedInput(run, { ...options, input }, options.dir);
        const path = run.note('history', options.history ?? join(options.dir, 'history.csv'));
        const now = options.asOf ?? (await endOf(path));
        const windowMs = options.labelDays * DAY_MS;
        const train = await loadHistory(path, { asOf: now - windowMs, windowMs });
        run.say(`embed: ${train.n} customers, ${train.names.length} columns`);
        const { encoder, epochs, heldOutLoss, baseLoss } = trainEncoder(train, options.seed);
        const profiles = makeProfiles(encoder, await loadHistory(path, { asOf: now }), now, options.seed);
        // What an earlier encoder's z moved by is of no use to this one's, however far this run comes.
        rmSync(join(options.dir, DYNAMICS), { force: true });
        run.writeJson('encoder.json', encoder);
        run.writeJson('profiles.json', profiles);
        const moved = await moves(run, options.dir, encoder, path);
        if ('none' in moved) run.say(`embed: no dynamics: ${moved.none}`);
        else run.writeJson(DYNAMICS, moved.dynamics);
        return {
          customers: profiles.length,
          trainedOn: train.n,
          epochs,
          heldOutLoss,
          baseLoss,
          dynamics: told(moved),
        };
      }),
    );
