// @vitest-environment happy-dom
import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { goldenFile } from './golden-file.ts';
import { runGolden } from './run-golden.ts';

test('golden cases give the same bits under happy-dom', async () => {
  expect(typeof document).toBe('object');
  const { cases, mismatches } = await runGolden(goldenFile(), webcrypto.subtle as never);
  expect(mismatches).toEqual([]);
  expect(cases).toBeGreaterThan(1000);
});
