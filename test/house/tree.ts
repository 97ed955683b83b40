import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/root.ts';

export interface Source {
  /** From the repository's root, with forward slashes. */
  path: string;
  text: string;
}

const listed = (...args: string[]): string[] => {
  const result = spawnSync('git', ['ls-files', '-z', ...args], { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`the house tests read git's list of files: ${result.stderr}`);
  return result.stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
};

let all: Source[] | undefined;

/** Every file that is, or is about to be, in a commit. Binary files are left out. */
export const allFiles = (): Source[] => {
  all ??= [...new Set(listed('--cached', '--others', '--exclude-standard'))]
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
  return all;
};

const CODE = /\.(ts|tsx|mjs|js)$/;
const ROOMS = /^(packages\/[^/]+\/src|console|demo-store)\//;

/** The house itself: the code of the packages and the demo. */
export const houseFiles = (): Source[] =>
  allFiles().filter(({ path }) => CODE.test(path) && ROOMS.test(path));
