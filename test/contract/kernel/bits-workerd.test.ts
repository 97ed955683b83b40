import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/root.ts';
import { type Bits, runBits } from './run-bits.ts';

const SCRIPT = `
import kernel from '@causeway/contract/kernel.wasm';
import { runBits } from ${JSON.stringify(fileURLToPath(new URL('./run-bits.ts', import.meta.url)))};
export default { fetch: () => Response.json([runBits(WebAssembly, kernel), runBits(WebAssembly), runBits()]) };`;

test('workerd gives Node’s bits: by the imported kernel, and by the twin where compiling is forbidden', async () => {
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    outdir: '/out',
    format: 'esm',
    loader: { '.wasm': 'copy' },
    conditions: ['source'],
    target: 'es2022',
  });
  const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const worker = new Miniflare({
    modules: outputFiles
      .map(({ path, contents }) =>
        path.endsWith('.wasm')
          ? ({ type: 'CompiledWasm', path: name(path), contents } as const)
          : ({ type: 'ESModule', path: name(path), contents } as const),
      )
      .sort((a) => (a.type === 'ESModule' ? -1 : 1)),
    compatibilityDate: '2026-04-01',
  });
  try {
    const node = runBits(WebAssembly);
    expect(node.engines).toEqual(['kernel']);
    expect(runBits()).toEqual({ ...node, engines: ['twin'] });
    const answer = await worker.dispatchFetch('http://kernel.test/');
    const [imported, compiling, without] = (await answer.json()) as [Bits, Bits, Bits];
    expect(imported).toEqual(node);
    // workerd compiles nothing at run time: the attempt throws and the twin runs.
    expect(compiling).toEqual({ ...node, engines: ['twin'] });
    expect(without).toEqual({ ...node, engines: ['twin'] });
  } finally {
    await worker.dispose();
  }
});
