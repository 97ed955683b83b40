import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { commandLine } from '../../../packages/offline/src/cli/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-refused-'));
  writeFileSync(join(folder, 'cut.json'), '{"kind": "rel');
  writeFileSync(join(folder, 'other.json'), '{"a": 1}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Exit code and what was said on standard error. */
const run = async (args: readonly string[]): Promise<{ code: number; said: string }> => {
  const said: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  try {
    return { code: await commandLine(args), said: said.join('') };
  } finally {
    spy.mockRestore();
  }
};

it.each([
  ['simulate', '--release', /cut\.json: it is not JSON/],
  ['evaluate', '--release', /cut\.json: it is not JSON/],
])('%s %s says which file is cut short', async (verb, option, sentence) => {
  const { code, said } = await run([verb, '--dir', folder, option, join(folder, 'cut.json')]);
  expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
});

it('a file of another kind is told its first wrong field, and what is allowed', async () => {
  const { code, said } = await run(['evaluate', '--dir', folder, '--release', join(folder, 'other.json')]);
  expect([code, said]).toEqual([
    1,
    expect.stringMatching(/bad-field at .*other\.json\.a: got 1, allowed is/),
  ]);
});

// Node's own recursive mkdir never comes back from /proc.
it.each<[string, readonly string[], RegExp]>([
  ['under a file', ['cut.json', 'study'], /the folder cannot be made: ENOTDIR/],
  ['that is a file', ['cut.json'], /it is a file, a folder is needed/],
  ['under /proc', ['/proc', 'no-such', 'study'], /the folder cannot be made: ENOENT/],
])('a folder %s is refused at once', async (_, parts, sentence) => {
  if (parts[0] === '/proc' && !existsSync('/proc/self')) return;
  const dir = resolve(folder, ...parts);
  const { code, said } = await run(['simulate', '--dir', dir, '--sessions', '2', '--people', '2']);
  expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
});

it.each([
  ['--out', 'cut.json/p.csv'],
  ['--export', 'cut.json'],
])('effects %s says that its folder cannot be made before anything is read', async (option, place) => {
  const columns = ['--treatment', 't', '--outcome', 'y', '--features', 'x', '--input', 'no-such.csv'];
  const more = option === '--out' ? ['--predict', 'no-such.csv'] : [];
  const to = [option, join(folder, place)];
  const { code, said } = await run(['effects', '--dir', join(folder, 'study'), ...columns, ...more, ...to]);
  expect([code, said]).toEqual([1, expect.stringMatching(/cut\.json: it is a file, a folder is needed/)]);
});

it('a folder without a log stays as it was: nothing after it takes it for a study', async () => {
  const nothing = join(folder, 'nothing');
  expect(await run(['ingest', '--dir', nothing])).toEqual({
    code: 1,
    said: expect.stringContaining('log: there is no such file or folder'),
  });
  expect(existsSync(nothing)).toBe(false);
  for (const verb of ['resolve', 'monitor'])
    expect(await run([verb, '--dir', nothing])).toEqual({
      code: 1,
      said: expect.stringContaining(`causeway ingest --dir ${nothing} writes it`),
    });
});
