import { join } from 'node:path';
import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { makeProfiles, trainEncoder } from '../../embed/index.ts';
import { DAY_MS } from '../../exposure/index.ts';
import { loadHistory } from '../../features/index.ts';
import { readTable, withWarehouse } from '../../table/index.ts';
import { type CommonOptions, moment, verb, wholeNumber } from '../options.ts';
import { runVerb } from '../run.ts';
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
        run.writeJson('encoder.json', encoder);
        run.writeJson('profiles.json', profiles);
        return { customers: profiles.length, trainedOn: train.n, epochs, heldOutLoss, baseLoss };
      }),
    );
