import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../test/support/chromium.ts';
import type { BenchPage } from './page.ts';

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

/** One engine's page, and how many calls make a block of it. */
export type Timed = { readonly url: string; readonly calls: number };
export type Timing = { readonly p50: number; readonly p99: number };

const ROUNDS = 10;
const BLOCKS = 20;

/** Microseconds a call of each, all pages open at once and timed in turns: what else the machine does falls on all alike. */
export const timeCalls = async <K extends string>(
  browser: Browser,
  engines: Readonly<Record<K, Timed>>,
): Promise<Record<K, Timing>> => {
  const context = await browser.newContext();
  try {
    const open = async ([name, { url, calls }]: [string, Timed]) => {
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction(() => (globalThis as Global).bench !== undefined);
      return { name, page, calls, times: [] as number[] };
    };
    const pages = [];
    for (const engine of Object.entries<Timed>(engines)) pages.push(await open(engine));
    for (let round = 0; round < ROUNDS; round++)
      for (const { page, calls, times } of pages) {
        const more = await page.evaluate(
          ([blocks, calls]) => (globalThis as Global).bench?.time?.(blocks, calls) as Promise<number[]>,
          [BLOCKS, calls] as const,
        );
        times.push(...more);
      }
    const timing = (times: number[]): Timing => {
      times.sort((a, b) => a - b);
      const at = (q: number): number => times[Math.floor(q * times.length)] as number;
      return { p50: at(0.5), p99: at(0.99) };
    };
    return Object.fromEntries(pages.map(({ name, times }) => [name, timing(times)])) as Record<K, Timing>;
  } finally {
    await context.close();
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
