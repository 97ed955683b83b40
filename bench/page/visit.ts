import type { Browser, CDPSession } from 'playwright-core';

export type Costs = {
  /** ms of script until two seconds after load */
  readonly startup: number;
  readonly longTasks: number;
  /** us of script an event */
  readonly pointer: number;
  readonly scroll: number;
  readonly key: number;
  /** ms of a click, from the press to the next paint, third quartile */
  readonly inp: number;
  /** MB of live objects */
  readonly heap: number;
};

const EVENTS = 60;
const CLICKS = 12;

const scriptMs = async (devtools: CDPSession): Promise<number> => {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
};

/** One visit with the CPU four times slower; real input through the browser. */
export const visitOnce = async (browser: Browser, url: string): Promise<Costs> => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(2000);
    const startup = await scriptMs(devtools);
    const longTasks = (await page.evaluate('long.length')) as number;
    const during = async (run: (k: number) => Promise<unknown>, n: number): Promise<number> => {
      const from = await scriptMs(devtools);
      for (let k = 0; k < n; k++) await run(k);
      await page.waitForTimeout(300);
      return (((await scriptMs(devtools)) - from) * 1000) / n;
    };
    const pointer = await during((k) => page.mouse.move(100 + 5 * k, 300 + 3 * k), EVENTS);
    const scroll = await during((k) => page.mouse.wheel(0, k % 2 === 0 ? 40 : -40), EVENTS);
    await page.focus('#f1');
    const key = await during(() => page.keyboard.press('a'), EVENTS);
    const box = (await page.locator('#add').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    for (let k = 0; k < CLICKS; k++) {
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForTimeout(60);
    }
    await page.waitForTimeout(300);
    const durations = (await page.evaluate('events.map(({ duration }) => duration)')) as number[];
    // A click under the platform's floor of 16 ms is not told: it counts as the floor.
    const all = [...durations, ...new Array<number>(Math.max(0, CLICKS - durations.length)).fill(16)].sort(
      (a, b) => a - b,
    );
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    return {
      startup,
      longTasks,
      pointer,
      scroll,
      key,
      inp: all[Math.floor(all.length * 0.75)] ?? 16,
      heap: usedSize / 1e6,
    };
  } finally {
    await context.close();
  }
};
