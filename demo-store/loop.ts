import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loopTable } from './loop/loop-result.ts';

const USAGE = `npm run loop -- [--sessions N] [--turns K] [--seed S] [--json FILE] [--dir DIR] [--budget CENTS]

Simulated shoppers against the real edge, K turns of learning, no screen.
  --sessions N    visits in all, shared out over the turns (12000)
  --turns K       turns of the loop (3)
  --seed S        of the world and of learning (1)
  --json FILE     where the result goes as JSON
  --dir DIR       keep the stores, log, warehouse, releases and dossiers there, in an empty folder
                  (else a folder that is deleted)
  --budget CENTS  incentive money a session, in cents (15)`;

const fail = (message: string): never => {
  console.error(`loop: ${message}\n\n${USAGE}`);
  process.exit(2);
};

const whole = (name: string, text: string | undefined, low: number, high: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    return fail(`--${name}: got ${text}, allowed is a whole number from ${low} to ${high}`);
  }
  return value;
};

const parse = () => {
  try {
    return parseArgs({
      options: {
        sessions: { type: 'string', default: '12000' },
        turns: { type: 'string', default: '3' },
        seed: { type: 'string', default: '1' },
        budget: { type: 'string', default: '15' },
        json: { type: 'string' },
        dir: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
};

const values = parse();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const turns = whole('turns', values.turns, 1, 50);
const options = {
  turns,
  sessions: whole('sessions', values.sessions, turns, 1_000_000),
  seed: whole('seed', values.seed, 0, 2 ** 31 - 1),
  budgetPerSession: whole('budget', values.budget, 0, 10_000),
};
/** The loop takes minutes: a result that cannot be written is told before it, not after. */
const jsonFile = (text: string): string => {
  const file = resolve(text);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '', { flag: 'a' });
  } catch (error) {
    return fail(`--json: ${file} cannot be written: ${(error as Error).message}`);
  }
  return file;
};
const json = values.json === undefined ? null : jsonFile(values.json);
const kept = values.dir !== undefined;
if (values.dir !== undefined && existsSync(values.dir) && readdirSync(values.dir).length > 0)
  fail(`--dir: ${values.dir} holds files already; a loop begins in an empty folder`);
const dir = values.dir ?? mkdtempSync(join(tmpdir(), 'causeway-loop-'));
const say = (message: string) =>
  process.stderr.isTTY ? process.stderr.write(`\r\u001b[K${message}`) : console.error(message);
try {
  // Only now: what the house weighs is not waited for by a wrong option.
  const { runLoop } = await import('./loop/run-loop.ts');
  const result = await runLoop({
    ...options,
    dir,
    clock: Date.now,
    chance: () => randomBytes(4).readUInt32LE() / 2 ** 32,
    say,
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  console.log(loopTable(result));
  if (json !== null) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  if (kept) console.log(`kept in ${dir}`);
} catch (error) {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  console.error(`loop: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  if (!kept) rmSync(dir, { recursive: true, force: true });
}
