import { describe, expect, it } from 'vitest';
import { stateFaults } from './edge-state.ts';
import { houseFiles } from './tree.ts';

const faultsOf = (path: string, text: string): string[] =>
  stateFaults([{ path: `packages/worker-edge/src/${path}`, text }]);

describe('module state at the edge', () => {
  it('is held by cache alone', () => {
    expect(stateFaults(houseFiles())).toEqual([]);
  });

  it.each(['let n = 0', 'var n', 'const seen = new Map<string, number>()', 'const rows: string[] = []'])(
    'sees %s',
    (text) => {
      expect(faultsOf('route.ts', text)).toHaveLength(1);
      expect(faultsOf('cache.ts', text)).toEqual([]);
      expect(faultsOf('cache/release.ts', text)).toEqual([]);
    },
  );

  it('allows tables and what a function keeps to itself', () => {
    expect(faultsOf('route.ts', `const T = new Set(['a']); const f = () => { let n = 0; return n }`)).toEqual(
      [],
    );
  });
});
