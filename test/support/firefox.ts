import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Bidi, connectBidi } from './bidi.ts';

const NAMES = ['firefox-esr', 'firefox'];
const PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox'];

/** No page of its own, no update, no telemetry, no first-run tab; reports of faults stay here. */
const PREFERENCES: Readonly<Record<string, boolean | string | number>> = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.disable_open_during_load': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'remote.prefs.recommended': true,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

const runnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first Firefox on this machine; null where there is none. `FIREFOX_PATH` names another. */
export const firefoxPath = (): string | null => {
  const asked = process.env['FIREFOX_PATH'];
  if (asked !== undefined && asked !== '') {
    if (runnable(asked)) return asked;
    throw new Error(
      `FIREFOX_PATH is ${asked}, which is not a program that can be run: correct it or unset it`,
    );
  }
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const files = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...files, ...PLACES].find(runnable) ?? null;
};

export type Firefox = { readonly bidi: Bidi; stop(): Promise<void> };

/** A headless Firefox with a new empty profile, spoken to by WebDriver BiDi, which it brings itself. The caller stops it. */
export const launchFirefox = async (): Promise<Firefox> => {
  const program = firefoxPath();
  if (program === null)
    throw new Error(
      'No Firefox was found. Install it (Debian: apt-get install firefox-esr) or set FIREFOX_PATH.',
    );
  const profile = mkdtempSync(join(tmpdir(), 'causeway-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), `${lines.join('\n')}\n`);
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((done) => child.once('close', () => done()));
  const url = await new Promise<string>((done, fail) => {
    let told = '';
    child.stderr.on('data', (part: Buffer) => {
      told = (told + String(part)).slice(-4000);
      const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(told)?.[1];
      if (found !== undefined) done(found);
    });
    void gone.then(() => fail(new Error(`Firefox ended before it listened: ${told}`)));
  });
  const bidi = await connectBidi(`${url}/session`);
  await bidi.send('session.new', {
    // Questions are answered by whoever asked for them to be, and not before.
    capabilities: { alwaysMatch: { unhandledPromptBehavior: { default: 'ignore' } } },
  });
  return {
    bidi,
    async stop() {
      await bidi.send('browser.close').catch(() => undefined);
      bidi.close();
      const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
      await gone;
      clearTimeout(patience);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
