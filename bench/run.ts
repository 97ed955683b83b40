// npm run bench: lists. npm run -s bench NAME: one JSON line a measure on stdout; -s keeps npm's own banner off it.
import { readdirSync } from 'node:fs';
import type { Bench, Measure } from './bench.ts';
import { describe, jsonLine } from './lines.ts';

const folder = new URL('./', import.meta.url);

const load = async (): Promise<Bench[]> => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.bench.ts'));
  const modules = await Promise.all(files.sort().map((file) => import(new URL(file, folder).href)));
  return modules.map((module: { default: Bench }) => module.default);
};

const fail = (message: string, code: number): never => {
  console.error(message);
  process.exit(code);
};

const main = async (names: string[]): Promise<void> => {
  const benches = await load();
  if (names.length === 0) {
    console.log(benches.length > 0 ? describe(benches) : 'no bench yet: add bench/NAME.bench.ts');
    return;
  }
  const chosen = names.map(
    (name) =>
      benches.find((bench) => bench.name === name) ??
      fail(`no bench is called ${name}; there are:\n${describe(benches) || 'none yet'}`, 2),
  );
  // A stray console.log in a bench, or in what it measures, must not break a reader of JSON lines.
  console.log = console.info = console.debug = console.error;
  for (const bench of chosen) {
    let emitted = 0;
    await bench.run((measure: Measure) => {
      emitted += 1;
      process.stdout.write(`${jsonLine(bench.name, measure)}\n`);
    });
    if (emitted === 0) fail(`${bench.name} measured nothing`, 1);
  }
};

await main(process.argv.slice(2));
