import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../support/root.ts';

it('the committed wasm is what its sources give, to the byte', () => {
  const build = join(ROOT, 'packages', 'offline', 'kernels', 'build.mjs');
  const run = spawnSync(process.execPath, [build, '--check'], { encoding: 'utf8' });
  expect(run.stderr).toMatch(/boost: \d+ bytes\nnet: \d+ bytes/);
  expect(run.status).toBe(0);
}, 240_000);
