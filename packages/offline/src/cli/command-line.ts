import { Command, CommanderError } from 'commander';
import { describeFault } from './describe-fault.ts';
import { VERBS } from './verbs/index.ts';
import { VERSION } from './version.ts';

/** Runs the command line; returns the exit code: 0 done, 1 a fault, 2 a wrong use of the command. */
export const commandLine = async (args: readonly string[]): Promise<number> => {
  const program = new Command('causeway')
    .description(
      'From logs to the next signed release. One verb a stage; each reads and writes named files in --dir.',
    )
    .version(VERSION)
    .showHelpAfterError('(causeway --help tells how it is used)')
    .enablePositionalOptions()
    .exitOverride();
  for (const verb of VERBS) program.addCommand(verb().exitOverride());
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has already written its own message: help and version end well, all else is a wrong use.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`causeway: ${describeFault(error)}\n`);
    return 1;
  }
};
