import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'causeway-loop-command-'));
  writeFileSync(join(dir, 'a-file'), '');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each([
  { args: ['--sessions', 'many'], sentence: '--sessions: got many, allowed is a whole number from 3' },
  { args: ['--turns', '0'], sentence: '--turns: got 0, allowed is a whole number from 1 to 50' },
  { args: ['--json', '{dir}/a-file/result.json'], sentence: '--json: ' },
  { args: ['--dir', '{dir}'], sentence: 'a loop begins in an empty folder' },
])('npm run loop refuses $args before it begins', ({ args, sentence }) => {
  const given = args.map((text) => text.replace('{dir}', dir));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/run-ts.mjs', 'demo-store/loop.ts', ...given],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(sentence);
});
