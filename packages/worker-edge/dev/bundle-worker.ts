import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** The worker as one ES module, from source, in memory; another entry may stand around it. */
export const bundleWorker = async (from = entry): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [from],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['source', 'workerd', 'worker'],
    external: ['cloudflare:*'],
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('the bundler gave no file');
  return file.text;
};
