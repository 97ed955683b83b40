import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ModuleDefinition } from 'miniflare';

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** The worker from source, in memory: one ES module, and the WebAssembly modules that it imports. Another entry may stand around it. */
export const bundleWorker = async (from = entry): Promise<ModuleDefinition[]> => {
  const { outputFiles } = await build({
    entryPoints: { worker: from },
    bundle: true,
    write: false,
    outdir: '/worker',
    outExtension: { '.js': '.mjs' },
    loader: { '.wasm': 'copy' },
    format: 'esm',
    target: 'es2022',
    conditions: ['source', 'workerd', 'worker'],
    external: ['cloudflare:*'],
    logLevel: 'error',
  });
  const modules = outputFiles.map(({ path, contents, text }): ModuleDefinition => {
    const file = basename(path);
    return file.endsWith('.wasm')
      ? { type: 'CompiledWasm', path: file, contents }
      : { type: 'ESModule', path: file, contents: text };
  });
  const main = modules.find(({ type }) => type === 'ESModule');
  if (main === undefined) throw new Error('the bundler gave no worker');
  return [main, ...modules.filter((module) => module !== main)];
};
