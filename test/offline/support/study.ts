import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredLine } from '@causeway/contract';
import { firstRelease } from '@causeway/contract';
import { createWorld, simulateLog } from '@causeway/offline/simulator';

export const release = firstRelease({ createdAt: 1, budget: { id: 'b-1', capCents: 1e9 }, salt: 'salt' });
export const world = createWorld({ seed: 31, people: 300 });
export const drawKey = new Uint8Array(32).fill(3);

/** A log of `count` simulated visits, in memory. */
export const simulated = (count: number, from = 0): StoredLine[] => [
  ...simulateLog({ world, release, from, count, drawKey }),
];

/** An empty folder, and what removes it. */
export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'causeway-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Writes lines (objects as JSON, texts as they are) as one file of a log folder. */
export const writeLog = (folder: string, name: string, lines: readonly unknown[]): void => {
  mkdirSync(folder, { recursive: true });
  const text = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  writeFileSync(join(folder, name), text);
};
