import { join } from 'node:path';
import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { readReleases, replayLog } from '../../replay/index.ts';
import { readDrawKey } from '../draw-key.ts';
import { type CommonOptions, verb } from '../options.ts';
import { runVerb } from '../run.ts';

type Options = CommonOptions & { log?: string; release?: string[]; keys?: string };

/** `causeway replay`: every logged decision again, from its record, its release and the draw key, to equal bits. */
export const replay = (): Command =>
  verb('replay', 'make every logged decision again and compare state, masks, distribution, draw and action')
    .option('--log <folder>', 'the folder, DIR/log by default')
    .option('--release <path...>', 'release files, or folders of them; LOG/releases by default')
    .option('--keys <file>', 'JSON with draw {kid, secret}; without it all but the draw is made again')
    .action((options: Options) =>
      runVerb('replay', options, async (run) => {
        const log = run.note('log', options.log ?? join(options.dir, 'log'));
        const releases = readReleases(options.release ?? [join(log, 'releases')]);
        const drawKey = options.keys === undefined ? null : readDrawKey(options.keys);
        const report = await replayLog(log, releases, { drawKey });
        const unknown = Object.values(report.unknownRelease).reduce((a, b) => a + b, 0);
        run.say(
          `replay: ${report.decisions} decisions: ${report.same} the same, ${report.different} different, ` +
            `${unknown} of releases not given, ${report.fallback} without a release` +
            `${report.drawn ? '' : '; the draw was not checked (no --keys)'}`,
        );
        if (report.different > 0) {
          const [first] = report.first;
          throw new Fault(
            'bad-log',
            first?.at ?? log,
            `${report.different} decisions came out otherwise: ${first?.fields.join(', ')}`,
          );
        }
        return report;
      }),
    );
