import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';
import { citationFaults, citations, idsIn, mapFaults, readmeFaults } from './papers.ts';
import { houseFiles } from './tree.ts';

const has = (path: string): boolean => existsSync(join(ROOT, path));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('equations', () => {
  it('every id cited is in a paper', () => {
    expect(citationFaults(houseFiles())).toEqual([]);
  });

  it.skipIf(!has('docs/EQUATIONS.md'))('every id cited is mapped to a file', () => {
    expect(mapFaults(read('docs/EQUATIONS.md'), citations(houseFiles()).keys(), has)).toEqual([]);
  });

  it.each(['(A19)', '(A0)', '(B59)', '(B24, B60)', '(B57-B59)'])('sees %s', (text) => {
    expect(citationFaults([{ path: 'a.ts', text: `/** The share ${text}. */` }])).toHaveLength(1);
  });

  it('reads lists and ranges, and leaves other brackets alone', () => {
    expect(idsIn('A1-A3, B7')).toEqual(['A1', 'A2', 'A3', 'B7']);
    expect([...citations([{ path: 'a.ts', text: 'f(A, B1x) (B3, B4) (A4 paper)' }]).keys()]).toEqual([
      'B3',
      'B4',
    ]);
  });

  it('sees a cited id without a row, a row without a file and a file that is gone', () => {
    const gone = mapFaults('| A7 | packages/x/src/gone.ts |', ['A7'], () => false);
    expect(gone).toEqual(['A7: there is no packages/x/src/gone.ts']);
    expect(mapFaults('| A7 | said in words |', ['A7'], () => true)).toHaveLength(1);
    expect(mapFaults('| A7 | packages/x/src/a.ts |', ['A7', 'B2'], () => true)).toHaveLength(1);
    expect(mapFaults('| B60 | packages/x/src/a.ts |', [], () => true)).toHaveLength(1);
    expect(mapFaults('| A7-A8 | `packages/x/src/a.ts` |', ['A7', 'A8'], () => true)).toEqual([]);
  });
});

describe('README numbers', () => {
  it.skipIf(!has('README.md'))('are the measured ones', () => {
    const record = has('docs/measured.json') ? JSON.parse(read('docs/measured.json')) : {};
    expect(readmeFaults(read('README.md'), record)).toEqual([]);
  });

  const mark = (value: string): string => `<!-- measured:gzip -->${value}<!-- /measured -->`;

  it('sees a wrong, an unknown and an unclosed one', () => {
    expect(readmeFaults(mark('13'), { gzip: 13 })).toEqual([]);
    expect(readmeFaults(mark('12'), { gzip: 13 })).toHaveLength(1);
    expect(readmeFaults(mark('13'), {})).toHaveLength(1);
    expect(readmeFaults('<!-- measured:gzip -->13', { gzip: 13 })).toHaveLength(1);
  });
});
