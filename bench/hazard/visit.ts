import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../test/support/chromium.ts';
import type { BenchPage, Timing } from './page.ts';

type Global = { readonly bench?: BenchPage };

/** DevTools' "Slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms, with its own factors; the CPU four times slower. */
const SLOW_4G = {
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: ((1.6 * 1000 * 1000) / 8) * 0.9,
  uploadThroughput: ((750 * 1000) / 8) * 0.9,
};

/** ms after navigation: the tool's beginning and the first λ. */
export type FirstVisit = { readonly begun: number; readonly first: number; readonly lambda: number };

/** A first visit in a new profile, up to the first λ. */
export const firstVisit = async (browser: Browser, url: string, slow: boolean): Promise<FirstVisit> => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    if (slow) {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    }
    await page.goto(url, { timeout: 120_000, waitUntil: 'commit' });
    await page.waitForFunction(() => (globalThis as Global).bench !== undefined, undefined, {
      timeout: 120_000,
    });
    return await page.evaluate(() => {
      const {
        begun = Number.NaN,
        first = Number.NaN,
        lambda = Number.NaN,
      } = (globalThis as Global).bench ?? {};
      return { begun, first, lambda };
    });
  } finally {
    await context.close();
  }
};

/** Microseconds a call. */
export const timeCalls = async (
  browser: Browser,
  url: string,
  blocks: number,
  calls: number,
): Promise<Timing> => {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => (globalThis as Global).bench !== undefined);
    return await page.evaluate(
      ([blocks, calls]) => (globalThis as Global).bench?.time?.(blocks, calls) as Promise<Timing>,
      [blocks, calls] as const,
    );
  } finally {
    await page.close();
  }
};

const residentMb = (pid: number): number => {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb ?? 0) / 1024;
};

/** Resident MB of the renderer of a page that has given its first λ (or of an empty page), in a browser of its own. */
export const rendererMemory = async (url: string, engine: boolean): Promise<number> => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    if (engine) await page.waitForFunction(() => (globalThis as Global).bench !== undefined);
    const devtools = await browser.newBrowserCDPSession();
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return Math.max(...renderers.map(({ id }) => residentMb(id)));
  } finally {
    await browser.close();
  }
};
