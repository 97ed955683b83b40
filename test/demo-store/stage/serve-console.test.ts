import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../demo-store/stage/listen.ts';
import { serveConsole } from '../../../demo-store/stage/serve-console.ts';

const dir = mkdtempSync(join(tmpdir(), 'console-demo-'));
let shop: { url: string; stop(): Promise<void> };

beforeAll(async () => {
  const files = new Map([['', { type: 'text/html', body: '<p>console</p>' }]]);
  const serve = serveConsole(
    { files, dir },
    () => 0,
    (_, response) => response.end('shop'),
  );
  shop = await listen(createServer(serve), 0);
});
afterAll(async () => {
  await shop.stop();
  rmSync(dir, { recursive: true, force: true });
});

const get = async (path: string, method = 'GET') => {
  const response = await fetch(`${shop.url}${path}`, { method });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('the console in the demo', () => {
  it('stands under its own path and policy, beside the shop', async () => {
    const page = await get('/dev/console/');
    expect(page.text).toBe('<p>console</p>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('set-cookie')).toBeNull();
    expect((await get('/dev/console/data/study.json?x=1')).text).toContain('no registry');
  });

  it('leaves all else to the shop', async () => {
    expect((await get('/')).text).toBe('shop');
    expect((await get('/dev/consoles')).text).toBe('shop');
    expect((await get('/dev/console/', 'POST')).text).toBe('shop');
    expect((await get('/dev/console/nothing')).status).toBe(404);
  });
});
