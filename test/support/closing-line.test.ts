import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './root.ts';

/** A run of planted files, in a folder under the project so that vitest is found. */
const run = (files: Record<string, string>): { last: string | undefined; status: number | null } => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache', 'planted-'));
  try {
    const reporter = join(ROOT, 'test/support/closing-line.ts');
    writeFileSync(
      join(folder, 'vitest.config.ts'),
      `import { ClosingLine } from ${JSON.stringify(reporter)};
       import { existsSync } from 'node:fs';
       const globalSetup = existsSync('setup.ts') ? ['setup.ts'] : [];
       const reporters = ['default', new ClosingLine()];
       export default { test: { include: ['*.test.ts'], globalSetup, reporters } };`,
    );
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, name), `import { beforeAll, describe, it, expect } from 'vitest';\n${text}`);
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const { stdout, status } = spawnSync(process.execPath, [vitest, 'run'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { last: stdout.trimEnd().split('\n').at(-1), status };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const passing = `it('a', () => {}); it('b', () => {});`;

it.each([
  ['all is well', { 'a.test.ts': passing }, '2 passed, 0 failed', 0],
  ['a test fails', { 'a.test.ts': `${passing} it('c', () => expect(1).toBe(2));` }, '2 passed, 1 failed', 1],
  [
    'one is left out',
    { 'a.test.ts': `${passing} it.skip('c', () => {});` },
    '2 passed, 0 failed, 1 skipped',
    0,
  ],
  [
    'a file does not load',
    { 'a.test.ts': passing, 'b.test.ts': `import './gone.ts';` },
    '2 passed, 1 failed',
    1,
  ],
  [
    'a hook fails',
    { 'a.test.ts': `${passing} describe('s', () => { beforeAll(() => { throw 1; }); it('c', () => {}); });` },
    '2 passed, 1 failed, 1 skipped',
    1,
  ],
  [
    'the setup of all fails',
    { 'a.test.ts': passing, 'setup.ts': `export const setup = () => { throw new Error('broken'); };` },
    '0 passed, 1 failed',
    1,
  ],
  ['nothing is there', {}, '0 passed, 1 failed', 1],
  [
    'a promise is lost',
    { 'a.test.ts': `${passing} it('c', () => { void Promise.reject(new Error('lost')); });` },
    '3 passed, 1 failed',
    1,
  ],
])('ends with one line when %s', (_, files, line, status) => {
  expect(run(files as Record<string, string>)).toEqual({ last: line, status });
});
