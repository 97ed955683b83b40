import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiPages, readApi, undocumented } from '../../scripts/api/api-pages.ts';
import { filesOf, withFiles } from '../../scripts/api/with-files.ts';
import { ROOT } from '../support/root.ts';
import { allFiles } from './tree.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const apis = readApi(ROOT);
const find = (entry: string, name: string) =>
  apis.find((api) => api.entry.name === entry)?.exports.find((one) => one.name === name);

describe('the API reference', () => {
  it('is what `npm run docs` writes now', () => {
    const pages = apiPages(apis);
    expect(readdirSync(join(ROOT, 'docs/api')).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages)
      expect(read(`docs/api/${name}`), `docs/api/${name} is stale: npm run docs`).toBe(text);
  });

  it('leaves no export and no property of the SDK without a word', () => {
    expect(undocumented(apis)).toEqual([]);
  });

  it('tells names, signatures, options and tables as they are in the source', () => {
    expect(find('@causeway/sdk', 'start')).toMatchObject({
      kind: 'function',
      signature: 'const start: (options?: StartOptions) => Shopper',
    });
    expect(find('@causeway/sdk', 'StartOptions')?.members).toContainEqual(
      expect.objectContaining({ name: 'deadlineMs', type: 'number', optional: true }),
    );
    expect(find('@causeway/sdk', 'THRESHOLDS')?.members).toContainEqual(
      expect.objectContaining({ name: 'deadMs', type: '3400' }),
    );
  });

  it('sees what has no docstring', () => {
    const [api] = apis;
    const bare = { ...find('@causeway/sdk', 'Shopper'), doc: '', members: [] } as never;
    expect(
      undocumented([{ entry: (api as never as { entry: never }).entry, exports: [bare], beside: [] }]),
    ).toEqual(['@causeway/sdk Shopper']);
  });
});

describe('the recipes', () => {
  const page = read('docs/RECIPES.md');

  it('show the code that runs', () => {
    expect(withFiles(page, read)).toBe(page);
  });

  it('show every part of a shop that is its own, and no recipe is left out', () => {
    const shown = new Set(filesOf(page).map((path) => path.split('/')[1]));
    const folders = allFiles().flatMap(({ path }) => /^examples\/([a-z-]+)\//.exec(path)?.[1] ?? []);
    expect([...new Set(folders)].filter((folder) => folder !== 'house').sort()).toEqual([...shown].sort());
  });

  it('see a block that differs', () => {
    const block = '<!-- file: a.ts -->\n```ts\nold\n```\n';
    expect(withFiles(block, () => 'new\n')).toBe('<!-- file: a.ts -->\n```ts\nnew\n```\n');
    expect(() => withFiles('<!-- file: a.exe -->\n```x\n1\n```\n', () => '')).toThrow('a.exe');
  });
});
