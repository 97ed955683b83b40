import { describe, expect, it } from 'vitest';
import { LONGEST, lengthFaults, nameFaults, placeFaults } from './files.ts';
import { allFiles, houseFiles } from './tree.ts';

const lines = (n: number, first = ''): string => `${first}\n${'x;\n'.repeat(n - 1)}`;

describe('lengths', () => {
  it('one idea a file', () => {
    expect(lengthFaults(houseFiles())).toEqual([]);
  });

  it('sees a long file, and a reason', () => {
    expect(lengthFaults([{ path: 'a.ts', text: lines(LONGEST) }])).toEqual([]);
    expect(lengthFaults([{ path: 'a.ts', text: lines(LONGEST + 1) }])).toHaveLength(1);
    expect(lengthFaults([{ path: 'a.ts', text: lines(900, '// long:') }])).toHaveLength(1);
    expect(lengthFaults([{ path: 'a.ts', text: lines(900, '// long: one table') }])).toEqual([]);
  });
});

describe('names', () => {
  it('are kebab-case', () => {
    expect(nameFaults(allFiles().map(({ path }) => path))).toEqual([]);
  });

  it('sees others', () => {
    expect(nameFaults(['packages/sdk/src/PageSense.ts', 'test/a_b.ts', 'bench/aB.bench.ts'])).toHaveLength(3);
    expect(nameFaults(['packages/sdk/src/page-sense.ts', 'packages/sdk/README.md', '.ci/run'])).toEqual([]);
  });
});

describe('places', () => {
  it('no file names one machine or one registry', () => {
    expect(placeFaults(allFiles())).toEqual([]);
  });

  it.each([
    ['/wor', 'k/main/x.ts'],
    ['see /roo', 't/.npmrc'],
    ['https://registry.npm', 'js.org/x'],
    ['deb.deb', 'ian.org'],
    ['"resolved": "https', '://host/x.tgz"'],
  ])('sees %s%s', (head, tail) => {
    expect(placeFaults([{ path: 'a.md', text: `one\n${head}${tail}` }])).toHaveLength(1);
  });

  it('allows a relative path', () => {
    expect(placeFaults([{ path: 'a.md', text: 'src/work/x.ts and ./root/x' }])).toEqual([]);
  });
});
