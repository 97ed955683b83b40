import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

/** The whole ClickHouse server in one library: a tool of this test, fetched when it is first wanted, no dependency. */
const NAME = '@chdb/lib-linux-x64-gnu';
const VERSION = '26.7.3-stable.1';
const CACHE = fileURLToPath(new URL('../../.cache/chdb/', import.meta.url));
const FOLDER = join(CACHE, VERSION);
export const LIBRARY = join(FOLDER, 'package/libchdb.so');

declare module 'vitest' {
  interface ProvidedContext {
    /** why the engine could not be fetched; empty when it is there */
    noEngine: string;
  }
}

/** Fetches beside its place and moves it there whole, so that a fetch cut short leaves nothing that looks like a library. */
const fetchLibrary = (): void => {
  mkdirSync(CACHE, { recursive: true });
  const beside = mkdtempSync(join(CACHE, 'fetching-'));
  try {
    console.log(`cluster: fetching ${NAME} ${VERSION} (about 180 MB)`);
    const fetched = execFileSync(
      'npm',
      ['pack', `${NAME}@${VERSION}`, '--silent', '--fetch-retries=1', '--fetch-timeout=120000'],
      { cwd: beside, encoding: 'utf8', timeout: 150_000, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const file = fetched.trim().split('\n').at(-1) as string;
    execFileSync('tar', ['xzf', file], { cwd: beside });
    rmSync(join(beside, file));
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(beside, FOLDER);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
};

const platformFault = (): string =>
  process.platform === 'linux' && process.arch === 'x64'
    ? ''
    : `the engine is published for linux x64, this is ${process.platform} ${process.arch}`;

/** Before the trial: the engine is there, or `noEngine` says why it cannot be had. Nothing else lets the trial be skipped. */
export default (project: TestProject): void => {
  let why = platformFault();
  if (why === '' && !existsSync(LIBRARY)) {
    try {
      fetchLibrary();
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      why = (stderr?.trim() || message).slice(0, 500);
    }
  }
  if (why !== '') console.error(`cluster: SKIPPED, the engine cannot be fetched: ${why}`);
  project.provide('noEngine', why);
};
