import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectedBundles } from '../support/bundles.ts';
import { measured } from '../support/measured.ts';
import { ROOT } from '../support/root.ts';
import { gzipBytes, IMPORTS, importTable, overBudget, table } from '../support/sizes.ts';
import { bundleFaults } from './bundles.ts';
import type { Source } from './tree.ts';

const DIST = 'packages/sdk/dist';
const expected = expectedBundles();
const sdkExpected = expected.filter((bundle) => bundle.startsWith(DIST));

const sdkBundles = (): Source[] =>
  readdirSync(join(ROOT, DIST))
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ path: `${DIST}/${name}`, text: readFileSync(join(ROOT, DIST, name), 'utf8') }));

describe('bundles', () => {
  it('are all built', () => {
    expect(expected.filter((bundle) => !existsSync(join(ROOT, bundle)))).toEqual([]);
  });

  it.skipIf(sdkExpected.length === 0)('keep each its own file: the npm entry still starts', () => {
    const text = readFileSync(join(ROOT, DIST, 'index.js'), 'utf8');
    expect(text).toMatch(/export \{[^}]*\bstart\b/);
  });

  it('stay within their size budgets', () => {
    expect(overBudget(table())).toEqual([]);
  });

  it.skipIf(sdkExpected.length === 0)(
    'stay within the budget of each import of the npm package',
    async () => {
      const rows = await importTable();
      expect(rows.map(({ name }) => name)).toEqual([...IMPORTS]);
      expect(overBudget(rows)).toEqual([]);
    },
  );

  it.skipIf(sdkExpected.length === 0)('of the script tag are as large as the README says', () => {
    const tag = table().find(({ bundle }) => bundle === `${DIST}/causeway.js`);
    expect(((tag?.gzip ?? 0) / 1000).toFixed(1)).toBe(measured('sdk-gzip-kB'));
  });

  it.skipIf(sdkExpected.length === 0).each(['causeway', 'causeway-friction'])(
    'of the script tag %s are compiled whole while the page comes in',
    (name) => {
      const text = readFileSync(join(ROOT, DIST, `${name}.js`), 'utf8');
      expect(text).toMatch(/^\/\/# allFunctionsCalledOnLoad\nvar causeway=\((function|\(\)=>)/);
    },
  );

  it.skipIf(sdkExpected.length === 0)('of the sdk hold no word that must not be there', () => {
    expect(bundleFaults(sdkBundles())).toEqual([]);
  });

  it.each([
    `import("onnxruntime-web/wasm")`,
    'let u=Math.random();',
    'eval("1")',
    'new Function("x","return x")',
    '-----BEGIN PRIVATE KEY-----',
    'const signingKey=1',
    'crypto.subtle.sign("Ed25519",k,b)',
  ])('sees %s', (text) => {
    expect(bundleFaults([{ path: `${DIST}/causeway.js`, text }])).toHaveLength(1);
  });

  it('allows checking a signature, and a lazy import in the npm build', () => {
    const text = 'crypto.subtle.verify("Ed25519",k,s,b);import("onnxruntime-web/wasm")';
    expect(bundleFaults([{ path: `${DIST}/index.js`, text }])).toEqual([]);
  });

  it('sees a bundle that grew', () => {
    const row = { bundle: 'packages/sdk/dist/causeway.js', gzip: 11, budget: 10 } as const;
    expect(overBudget([row])).toHaveLength(1);
    expect(overBudget([{ ...row, gzip: 10 }])).toEqual([]);
    expect(gzipBytes(new Uint8Array(1000))).toBeLessThan(100);
  });
});
