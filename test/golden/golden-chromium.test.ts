import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { bundleGolden } from './bundle-golden.ts';
import { goldenFile } from './golden-file.ts';
import type { GoldenFile, GoldenResult } from './run-golden.ts';

test('golden cases give the same bits in Chromium', async () => {
  const script = await bundleGolden('iife');
  // WebCrypto exists only in a secure context, and loopback counts as one.
  const server = createServer((_, response) => response.end('<!doctype html><title>golden</title>'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script });
    const { cases, mismatches } = await page.evaluate(
      (file) =>
        (
          globalThis as unknown as {
            golden: { runGolden(f: GoldenFile, s: SubtleCrypto): Promise<GoldenResult> };
          }
        ).golden.runGolden(file, crypto.subtle),
      goldenFile(),
    );
    expect(mismatches).toEqual([]);
    expect(cases).toBeGreaterThan(1000);
  } finally {
    await browser.close();
    server.close();
  }
});
