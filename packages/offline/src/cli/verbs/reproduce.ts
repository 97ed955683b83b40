import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Fault } from '@causeway/contract';
import type { Command } from 'commander';
import { reproduce as again } from '../../turn/index.ts';
import { type CommonOptions, verb } from '../options.ts';
import { heldRegistry, logFolders } from '../registry-of.ts';
import { runVerb } from '../run.ts';

type Options = CommonOptions & { registry?: string; log?: string[]; history?: string[]; keep?: string };

/** `causeway reproduce RELEASE`: the release again from raw lines, to the identical digest. */
export const reproduce = (): Command =>
  verb(
    'reproduce',
    'make a release again from the registry, the raw log and the history; its digest must be the same',
  )
    .argument('<release>', "the release's digest, or how it begins")
    .option('--registry <folder>', 'the registry; DIR/registry or the loop’s own by default')
    .option(
      '--log <folder...>',
      'where the raw lines lie, in any order and under any names; DIR/log by default',
    )
    .option(
      '--history <path...>',
      "the shop's history, a file or folder; DIR and the folder of the log by default",
    )
    .option('--keep <folder>', 'keep what is made there')
    .action((name: string, options: Options) =>
      runVerb('reproduce', options, async (run) => {
        const registry = heldRegistry(options.dir, options.registry);
        const found = registry.find(name);
        if (found?.kind !== 'release')
          throw new Fault('not-found', registry.root, `it holds no release ${name}`);
        const logs = logFolders(options.dir, options.log);
        const near = [
          join(options.dir, 'history.csv'),
          ...logs.map((log) => join(dirname(log), 'history.csv')),
        ];
        const histories = options.history ?? near.filter((path) => existsSync(path));
        const workDir = options.keep ?? mkdtempSync(join(tmpdir(), 'causeway-reproduce-'));
        try {
          const made = await again(registry, found.name, {
            logs,
            histories,
            workDir,
            onStage: (stage) => run.say(`reproduce: ${stage}`),
          });
          if (!made.same)
            throw new Fault(
              'bad-input',
              `release ${found.name}`,
              `it came out as ${made.again}: the code or the machine differs`,
            );
          run.say(`reproduce: ${made.again} again, from ${made.lines} lines in ${made.files} files`);
          return made;
        } finally {
          if (options.keep === undefined) rmSync(workDir, { recursive: true, force: true });
        }
      }),
    );
