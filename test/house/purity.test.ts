import { describe, expect, it } from 'vitest';
import { purityFaults } from './purity.ts';
import { houseFiles } from './tree.ts';

const faultsOf = (text: string): string[] => purityFaults([{ path: 'planted.ts', text }]);

describe('contract is pure', () => {
  it('has no clock, no chance, no network and no page', () => {
    expect(purityFaults(houseFiles().filter(({ path }) => path.startsWith('packages/contract/')))).toEqual(
      [],
    );
  });

  it.each([
    'const t = Date.now()',
    'const t = new Date(0)',
    'const u = Math.random()',
    'const y = Math.exp(x)',
    `const y = Math['exp'](x)`,
    'const { log } = Math',
    'const y = 1 + Math.tanh(0.5)',
    'let y = 2; y **= 3',
    'const y = x ** 2',
    'const t = performance.now()',
    'await fetch(url)',
    'const c = { crypto }; c.crypto',
    'const n = globalThis.crypto',
    'document.title',
    'const s = n.toLocaleString()',
  ])('refuses %s', (text) => {
    expect(faultsOf(text)).toHaveLength(1);
  });

  it.each([
    'const y = Math.sqrt(Math.abs(x)) + Math.LN2',
    'const f = (window: number) => window + 1',
    '// Date.now is not for here\nconst s = "Math.random"',
    'interface Row { performance: number; location: string }',
    'const r = { window: 3 }; r.window',
  ])('allows %s', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});
