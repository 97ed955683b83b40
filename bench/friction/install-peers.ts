import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** No dependencies of the project: they are loaded beside it on the same pages, and nothing else uses them. */
const PEERS = [
  'posthog-js@1.449.2',
  '@sentry/browser@11.12.0',
  '@datadog/browser-rum@7.16.2',
  '@amplitude/analytics-browser@2.31.0',
];
const FOLDER = fileURLToPath(new URL('../../.cache/friction-peers/', import.meta.url));

/** Installs the peers beside the project when they are first wanted; returns the folder to bundle them from. */
export const installPeers = (): string => {
  if (!existsSync(join(FOLDER, 'node_modules/@amplitude/analytics-browser'))) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'package.json'), '{"private":true}\n');
    const args = ['install', '--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', ...PEERS];
    execFileSync('npm', args, { cwd: FOLDER, stdio: ['ignore', 2, 2] });
  }
  return FOLDER;
};
