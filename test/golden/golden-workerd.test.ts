import { Miniflare } from 'miniflare';
import { expect, test } from 'vitest';
import { bundleGolden } from './bundle-golden.ts';
import { goldenFile } from './golden-file.ts';
import type { GoldenResult } from './run-golden.ts';

test('golden cases give the same bits in workerd', async () => {
  const worker = new Miniflare({
    modules: true,
    script: await bundleGolden('esm'),
    compatibilityDate: '2026-04-01',
  });
  try {
    const response = await worker.dispatchFetch('http://golden.test/', {
      method: 'POST',
      body: JSON.stringify(goldenFile()),
    });
    const { cases, mismatches } = (await response.json()) as GoldenResult;
    expect(mismatches).toEqual([]);
    expect(cases).toBeGreaterThan(1000);
  } finally {
    await worker.dispose();
  }
});
