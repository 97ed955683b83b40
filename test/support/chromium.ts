import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const runnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first usable browser already on this machine. */
const findChromium = (): string | undefined => {
  const asked = process.env['CHROME_PATH'];
  if (asked !== undefined && asked !== '') {
    if (runnable(asked)) return asked;
    throw new Error(
      `CHROME_PATH is ${asked}, which is not a program that can be run: correct it or unset it`,
    );
  }
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...PLACES, chromium.executablePath()].find((file) => file !== '' && runnable(file));
};

/** Output goes to stderr: a benchmark's stdout holds JSON lines only. */
const run = (command: string, args: string[]): boolean =>
  spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Another apt may hold a lock that apt-get does not wait for, and a mirror may be away for a moment. */
const PAUSES_MS = [3000, 10_000, 30_000];
const sleep = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Tries again after each pause until it succeeds; whether it did. */
export const persevere = (attempt: () => boolean, pause: (ms: number) => void = sleep): boolean =>
  attempt() ||
  PAUSES_MS.some((ms) => {
    pause(ms);
    return attempt();
  });

const installFromDebian = (): boolean => {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const wait = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const install = () => run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', 'chromium']);
  // Without fresh lists those of before may still name a package that is there.
  return persevere(() => run('apt-get', [...wait, 'update'])) ? persevere(install) : install();
};

const installFromPlaywright = (): boolean => {
  const cli = new URL('./cli.js', import.meta.resolve('playwright-core/package.json'));
  return run(process.execPath, [fileURLToPath(cli), 'install', 'chromium']);
};

/** Path of a Chromium, installed on the way if there is none. */
export const chromiumPath = (): string => {
  const found = findChromium();
  if (found !== undefined) return found;
  console.error('no Chromium on this machine: installing one');
  if (installFromDebian() || installFromPlaywright()) {
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'No Chromium was found and none could be installed. Install it (Debian: apt-get install chromium, as root) ' +
      'or set CHROME_PATH to a Chrome or Chromium program.',
  );
};

/** A headless browser with a new empty profile. The caller closes it. */
export const launchChromium = (
  more: { args?: string[]; ignoreDefaultArgs?: string[] } = {},
): Promise<Browser> =>
  chromium.launch({
    ...more,
    executablePath: chromiumPath(),
    headless: true,
    args: [...FLAGS, ...(more.args ?? [])],
  });
