// Bundles the script tag as the repository's own rollup configuration says, and hands the code to its parent.
import { resolve } from 'node:path';
import { rollup } from 'rollup';
import { loadConfigFile } from 'rollup/loadConfigFile';

const { options } = await loadConfigFile(resolve('rollup.config.mjs'), {});
const entry = options.find(({ output }) => output.some(({ file }) => file?.endsWith('/causeway.js')));
const output = entry?.output[0];
if (entry === undefined || output === undefined)
  throw new Error('rollup.config.mjs has no output causeway.js');
const bundle = await rollup(entry);
const made = await bundle.generate({ ...output, sourcemap: false });
await bundle.close();
const [chunk] = made.output;
process.send?.(chunk.code, () => process.disconnect());
