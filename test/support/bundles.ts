import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

const STAMP = '.cache/bundles.sha256';
const ROOMS = ['contract', 'sdk', 'worker-edge', 'offline'];
const INPUTS = [...ROOMS.map((room) => `packages/${room}/src`), 'packages/worker-edge/dev'];
const SETTINGS = [
  'rollup.config.mjs',
  'scripts/lean-page.mjs',
  'scripts/short-names.mjs',
  'scripts/kernel-last.mjs',
  'scripts/integrity.mjs',
  'tsconfig.base.json',
  'package-lock.json',
];

/** A built file and the source whose existence means it must be built. */
export const BUNDLES = {
  'packages/contract/dist/index.js': 'packages/contract/src/index.ts',
  'packages/sdk/dist/causeway.js': 'packages/sdk/src/script-tag.ts',
  'packages/sdk/dist/causeway-friction.js': 'packages/sdk/src/friction-tag.ts',
  'packages/sdk/dist/index.js': 'packages/sdk/src/index.ts',
  'packages/sdk/dist/react.js': 'packages/sdk/src/react/index.ts',
  'packages/sdk/dist/bootstrap.js': 'packages/sdk/src/react/bootstrap.ts',
  'packages/sdk/dist/core.js': 'packages/sdk/src/core/index.ts',
  'packages/sdk/dist/friction.js': 'packages/sdk/src/friction/index.ts',
  'packages/sdk/dist/consent-mode.js': 'packages/sdk/src/consent-mode/index.ts',
  'packages/sdk/dist/datalayer.js': 'packages/sdk/src/datalayer/index.ts',
  'packages/sdk/dist/inspector.js': 'packages/sdk/src/inspector/index.ts',
  'packages/sdk/dist/openfeature.js': 'packages/sdk/src/openfeature/index.ts',
  'packages/sdk/dist/hazard.js': 'packages/sdk/src/hazard/index.ts',
  'packages/sdk/dist/onnx-worker.js': 'packages/sdk/src/hazard/onnx-worker.ts',
  'packages/worker-edge/dist/worker.js': 'packages/worker-edge/src/index.ts',
} as const;

export type Bundle = keyof typeof BUNDLES;

const has = (path: string): boolean => existsSync(join(ROOT, path));

export const expectedBundles = (): Bundle[] =>
  (Object.keys(BUNDLES) as Bundle[]).filter((bundle) => has(BUNDLES[bundle]));

const digest = (): string => {
  const hash = createHash('sha256');
  const sources = INPUTS.filter(has).flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const files = [...sources, ...SETTINGS.map((file) => join(ROOT, file))].sort();
  for (const file of files)
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
};

/** Bundles what is out of date. A digest, not a clock: a checkout or a copy does not keep file times. */
export const buildIfStale = async (): Promise<void> => {
  const expected = expectedBundles();
  if (expected.length === 0) return;
  const now = digest();
  const stamp = join(ROOT, STAMP);
  const built = has(STAMP) ? readFileSync(stamp, 'utf8') : '';
  if (built === now && expected.every(has)) return;
  const rollup = join(ROOT, 'node_modules/rollup/dist/bin/rollup');
  const build = spawn(process.execPath, [rollup, '-c', '--silent'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  const [status] = await once(build, 'close');
  if (status !== 0) throw new Error('the bundles did not build: run `npm run build` to see why');
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(stamp, now);
};
