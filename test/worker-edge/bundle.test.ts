import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makeDevKeys, workerSecrets } from '@causeway/worker-edge/harness';
import { expect, it } from 'vitest';

it('wrangler accepts the configuration and the bundle, which is small and holds no node module', () => {
  const cwd = fileURLToPath(new URL('../../packages/worker-edge', import.meta.url));
  const wrangler = join(
    dirname(createRequire(import.meta.url).resolve('wrangler/package.json')),
    'bin/wrangler.js',
  );
  const out = mkdtempSync(join(tmpdir(), 'causeway-wrangler-'));
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' };
  const said = execFileSync(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', out], {
    cwd,
    env,
    encoding: 'utf8',
  });
  expect(said).toContain('env.BUDGET (Budget)');
  const [file] = readdirSync(out).filter((name) => name.endsWith('.js'));
  const code = readFileSync(join(out, file ?? ''), 'utf8');
  // The kernel goes along as a compiled module: workerd compiles nothing at run time.
  const modules = readdirSync(out).filter((name) => name.endsWith('kernel.wasm'));
  expect(modules).toHaveLength(1);
  expect(code).toContain(`./${modules[0]}`);
  rmSync(out, { recursive: true });
  expect(code).not.toMatch(/from\s*["']node:/);
  expect(gzipSync(code).length).toBeLessThan(60_000);
}, 240_000);

it('the key that signs releases is never among the worker’s secrets', async () => {
  const keys = await makeDevKeys();
  const given = JSON.stringify(workerSecrets(keys));
  expect(given).not.toContain(keys.releaseSigner.d);
  expect(given).toContain(keys.releaseSigner.x);
});
