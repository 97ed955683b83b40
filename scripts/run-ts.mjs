// node scripts/run-ts.mjs FILE.ts [ARGS]: what the npm scripts call.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runTs } from '../packages/offline/bin/run-ts.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined || !existsSync(file)) {
  console.error(
    file === undefined ? 'usage: node scripts/run-ts.mjs FILE.ts [ARGS]' : `no such file: ${file}`,
  );
  process.exit(2);
}
runTs(resolve(file), args);
