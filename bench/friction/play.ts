import type { Browser, BrowserContext } from 'playwright-core';
import { driverOf } from './driver.ts';
import type { Scenario } from './scenario.ts';
import type { Tool } from './serve.ts';
import { serveScenarios } from './serve.ts';

/** A tool, and how to hear what it felt. `hear` is set up before the page is opened. */
export type Heard = {
  readonly tool: Tool;
  readonly hear?: (context: BrowserContext) => Promise<void>;
  /** what a word that the page told stands for; itself, when absent */
  readonly kindsOf?: (word: string) => readonly string[];
  readonly settleMs: number;
};
export type Played = {
  readonly scenario: Scenario;
  readonly tool: string;
  readonly felt: readonly string[];
  readonly fault: string | null;
};

type PlayOptions = {
  readonly width?: number;
  readonly only?: (scenario: Scenario) => boolean;
  /** holds the clock of a context's pages; what it gives lets ms pass */
  readonly hold?: (context: BrowserContext) => Promise<(ms: number) => Promise<void>>;
};

/** Plays every scenario with every tool in turn, `width` pages at a time: most of a scenario is waiting. */
export const play = async (
  browser: Browser,
  scenarios: readonly Scenario[],
  heards: readonly Heard[],
  { width = 8, only, hold }: PlayOptions = {},
): Promise<Played[]> => {
  const server = await serveScenarios(
    scenarios,
    heards.map(({ tool }) => tool),
  );
  const played: Played[] = [];
  const one = async (
    k: number,
    { tool, hear, settleMs, kindsOf = (word) => [word] }: Heard,
  ): Promise<void> => {
    const scenario = scenarios[k] as Scenario;
    const context = await browser.newContext({ hasTouch: scenario.touch ?? false, acceptDownloads: true });
    const felt: string[] = [];
    let fault: string | null = null;
    try {
      await context.exposeBinding('__felt', (_, word: string) => void felt.push(...kindsOf(word)));
      await hear?.(context);
      const pass = await hold?.(context);
      const page = await context.newPage();
      await page.goto(server.address(k, tool), {
        waitUntil: scenario.html.includes('wait=') ? 'commit' : 'load',
      });
      const driver = driverOf(page, pass);
      await driver.wait(250);
      await scenario.drive(driver);
      await driver.wait(settleMs);
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    } finally {
      await context.close();
    }
    played.push({ scenario, tool: tool.name, felt, fault });
  };
  const jobs = scenarios.flatMap((scenario, k) =>
    only?.(scenario) === false ? [] : heards.map((heard) => () => one(k, heard)),
  );
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
  server.close();
  return played;
};
