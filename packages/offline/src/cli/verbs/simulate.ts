import { closeSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Release, StoredLine } from '@causeway/contract';
import { firstRelease, parseRelease, sha256, utf8 } from '@causeway/contract';
import type { Command } from 'commander';
import { createWorld, historyCsv, simulateLog } from '../../simulator/index.ts';
import { makeFolder } from '../make-folder.ts';
import type { CommonOptions } from '../options.ts';
import { moment, share, verb, wholeNumber } from '../options.ts';
import { type Run, runVerb } from '../run.ts';
import { readProfiles } from '../study-files.ts';

type Options = CommonOptions & {
  sessions: number;
  people: number;
  coldShare: number;
  from: number;
  budgetCents: number;
  start: number;
  release?: string;
};

const LINES_A_FILE = 20_000;

const liveRelease = (run: Run, options: Options): Release => {
  if (options.release === undefined) {
    const budget = { id: `simulated-${options.seed}`, capCents: options.budgetCents };
    return firstRelease({ createdAt: options.start, budget, salt: `simulated-${options.seed}` });
  }
  return parseRelease(run.readOwn('release', options.release), options.release);
};

/** Writes lines as numbered NDJSON files of bounded size; returns what was written, by kind. */
const writeLines = (folder: string, prefix: string, lines: Iterable<StoredLine>): Record<string, number> => {
  for (const old of readdirSync(folder)) if (old.startsWith(`${prefix}-`)) rmSync(join(folder, old));
  const kinds: Record<string, number> = {};
  let [count, file] = [0, -1];
  for (const line of lines) {
    if (count % LINES_A_FILE === 0) {
      if (file >= 0) closeSync(file);
      file = openSync(join(folder, `${prefix}-${String(count / LINES_A_FILE).padStart(4, '0')}.ndjson`), 'w');
    }
    writeSync(file, `${JSON.stringify(line)}\n`);
    kinds[line.line.kind] = (kinds[line.line.kind] ?? 0) + 1;
    count++;
  }
  if (file >= 0) closeSync(file);
  return kinds;
};

/** `causeway simulate`: a log, a customer history and the live release of a shop whose truth is known. */
export const simulate = (): Command =>
  verb('simulate', 'write the log and the customer history of simulated shoppers, with exact propensities')
    .option('--sessions <n>', 'visits to simulate', wholeNumber(1, 10_000_000), 2000)
    .option('--people <n>', 'customers that the shop knows', wholeNumber(0, 10_000_000), 1000)
    .option('--cold-share <share>', 'share of visits by strangers', share, 0.3)
    .option('--from <k>', 'number of the first visit', wholeNumber(0, 1_000_000_000), 0)
    .option('--start <time>', 'when visit 0 begins', moment, Date.UTC(2026, 8, 1))
    .option('--budget-cents <n>', 'hard cap on incentive money', wholeNumber(0, 1e12), 1_000_000)
    .option('--release <file>', 'the release in force; uniform exploration by default')
    .action((options: Options) =>
      runVerb('simulate', options, async (run) => {
        const { seed, people, coldShare, from, start: startAt, sessions: count } = options;
        const world = createWorld({ seed, people, coldShare, startAt });
        const release = liveRelease(run, options);
        const profiles = options.release === undefined ? undefined : readProfiles(run);
        run.say(`simulate: ${count} visits`);
        const drawKey = sha256(utf8(`causeway simulate ${seed} ${from}`));
        const lines = simulateLog({
          world,
          release,
          from,
          count,
          drawKey,
          ...(profiles === undefined ? {} : { profiles }),
        });
        const folder = run.output('log');
        makeFolder(folder);
        const kinds = writeLines(folder, `visits-${String(from).padStart(9, '0')}`, lines);
        writeFileSync(run.output('history.csv'), [...historyCsv(world), ''].join('\n'));
        run.writeJson('live.json', release);
        return { sessions: count, lines: kinds };
      }),
    );
