import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listProcesses } from './list-processes.ts';

type Claim = { readonly owner: number; readonly workerd: number };

const claimFile = (folder: string): string => join(folder, 'running.json');

/**
 * Makes sure that nobody else writes in a persist folder. A workerd whose owner was killed lives on and holds the files
 * and the port: it is ended. One whose owner lives is somebody's: that is an error.
 */
export const freeFolder = (folder: string): void => {
  const file = claimFile(folder);
  if (!existsSync(file)) return;
  const claim = JSON.parse(readFileSync(file, 'utf8')) as Claim;
  const left = listProcesses().find(({ pid, name }) => pid === claim.workerd && name.endsWith('workerd'));
  if (left === undefined) return;
  if (left.parent === claim.owner)
    throw new Error(`another edge (process ${claim.owner}) is running on ${folder}`);
  process.kill(left.pid, 'SIGKILL');
};

export const claimFolder = (folder: string, workerd: number): void => {
  mkdirSync(folder, { recursive: true });
  const claim: Claim = { owner: process.pid, workerd };
  writeFileSync(claimFile(folder), JSON.stringify(claim));
};
