import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The peer is no dependency: it lacks packages of other platforms, so that a lockfile with it cannot be installed from. */
const PEER = 'nodejs-polars@0.24.0';
const FOLDER = fileURLToPath(new URL('../.cache/polars/', import.meta.url));

/** Installs polars beside the project when it is first wanted; returns the file to require it from. */
export const installPolars = (): string => {
  const from = join(FOLDER, 'package.json');
  if (!existsSync(join(FOLDER, 'node_modules/nodejs-polars'))) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(from, '{"private":true}\n');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', PEER], {
      cwd: FOLDER,
      stdio: ['ignore', 2, 2],
    });
  }
  return from;
};
