import { expect, test } from 'vitest';
import { measured } from '../support/measured.ts';
import { goldenFile } from './golden-file.ts';
import { runGolden } from './run-golden.ts';
import { SECTIONS } from './sections.ts';

test('golden cases give the same bits in Node', async () => {
  const { cases, mismatches } = await runGolden(goldenFile(), crypto.subtle);
  expect(mismatches).toEqual([]);
  expect(cases).toBe(measured('golden-cases'));
});

test('every section has cases, and a changed output is seen', async () => {
  const file = goldenFile();
  expect(Object.keys(file.cases).sort()).toEqual(Object.keys(SECTIONS).sort());
  const first = file.cases.exp?.[20] as { output: unknown };
  first.output = `${String(first.output).slice(0, -1)}${String(first.output).endsWith('0') ? '1' : '0'}`;
  expect((await runGolden(file, crypto.subtle)).mismatches).toHaveLength(1);
});
