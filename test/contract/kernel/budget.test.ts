import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/root.ts';

const gzipOf = async (...names: string[]): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from '@causeway/contract';`, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    conditions: ['source'],
    target: 'es2022',
  });
  return gzipSync((outputFiles[0] as { contents: Uint8Array }).contents, { level: 9 }).length;
};

/** What every page of ours carries anyway: its faults. The digest of what it loads is the browser's own. */
const SHARED = ['Fault'];

test('all but the model data is under 2 KB: kernel, loader and refusals, beside what a page already carries', async () => {
  const shared = await gzipOf(...SHARED);
  const added = (await gzipOf(...SHARED, 'openTrusted')) - shared;
  expect(shared).toBeGreaterThan(100);
  expect(added).toBeGreaterThan(1000);
  expect(added).toBeLessThan(2048);
});
