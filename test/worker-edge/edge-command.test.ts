import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstRelease, releaseDigest } from '@causeway/contract';
import { signRelease } from '@causeway/offline';
import { edgeClient, keepEdge } from '@causeway/worker-edge/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';
import { ORIGIN } from './fixture.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'causeway-edge-command-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: string[]): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, ['scripts/run-ts.mjs', 'packages/worker-edge/dev/edge.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });

describe('npm run edge', () => {
  it.each([
    [['--port', 'abc', '--dev-keys'], '--port: got abc, allowed is a whole number from 0 to 65535'],
    [['--origins', 'shop.example', '--dev-keys'], '--origins: got shop.example, allowed is an origin like'],
    [['--port', '0'], 'give --dev-keys'],
  ])('refuses %j in a sentence, with its usage', (args, sentence) => {
    const { status, stderr } = run(...args, '--persist', dir);
    expect(status).toBe(2);
    expect(stderr).toContain(`edge: ${sentence}`);
    expect(stderr).toContain('--persist DIR');
  });

  it('names a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const { status, stderr } = run('--port', String(port), '--dev-keys', '--persist', dir);
    server.close();
    expect(status).toBe(2);
    expect(stderr).toContain(`--port: ${port} is taken`);
  });
});

it('goes on at the same address, with the same release, after its workerd was killed', async () => {
  let restarted: (pid: number) => void;
  const again = new Promise<number>((resolve, reject) => {
    restarted = resolve;
    setTimeout(() => reject(new Error('it was not started again')), 60_000).unref();
  });
  const edge = await keepEdge({
    persist: join(dir, 'kept'),
    origins: [ORIGIN],
    quiet: true,
    onRestart: (pid) => restarted(pid),
    onLost: (error) => {
      throw error;
    },
  });
  try {
    const release = firstRelease({ createdAt: Date.now(), budget: { id: 'b', capCents: 100 }, salt: 's' });
    const client = edgeClient({ url: edge.url, keys: edge.keys });
    await client.putRelease(await signRelease(release, edge.keys.releaseSigner, Date.now()));
    const killed = edge.workerdPid;
    process.kill(killed, 'SIGKILL');
    expect(await again).toBe(edge.workerdPid);
    expect(edge.workerdPid).not.toBe(killed);
    const health = (await (await fetch(`${edge.url}/v1/health`)).json()) as { release: string };
    expect(health.release).toBe(releaseDigest(release));
  } finally {
    await edge.stop();
  }
}, 90_000);
