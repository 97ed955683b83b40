import type { BrowserContext } from 'playwright-core';
import { driverOf } from './driver.ts';
import type { Scenario } from './scenario.ts';
import type { Tool } from './serve.ts';
import { serveScenarios } from './serve.ts';
import type { Opened, Stage } from './stage.ts';

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
};

/** Plays every scenario with every tool in turn, `width` pages at a time, taking the stages in turn: most of a scenario is waiting. */
export const play = async (
  stages: readonly Stage[],
  scenarios: readonly Scenario[],
  heards: readonly Heard[],
  { width = 8, only }: PlayOptions = {},
): Promise<Played[]> => {
  const server = await serveScenarios(
    scenarios,
    heards.map(({ tool }) => tool),
  );
  const played: Played[] = [];
  const one = async (
    stage: Stage,
    k: number,
    { tool, hear, settleMs, kindsOf = (word) => [word] }: Heard,
  ): Promise<void> => {
    const scenario = scenarios[k] as Scenario;
    const felt: string[] = [];
    let fault: string | null = null;
    let opened: Opened | undefined;
    try {
      opened = await stage.open(scenario, hear, (word) => void felt.push(...kindsOf(word)));
      await opened.goto(server.address(k, tool), scenario.html.includes('wait='));
      const driver = driverOf(opened.page, opened.pass);
      await driver.wait(250);
      await scenario.drive(driver);
      await driver.wait(settleMs);
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    } finally {
      await opened?.close();
    }
    played.push({ scenario, tool: tool.name, felt, fault });
  };
  const jobs = scenarios.flatMap((scenario, k) =>
    only?.(scenario) === false ? [] : heards.map((heard) => (stage: Stage) => one(stage, k, heard)),
  );
  const worker = async (_: unknown, w: number) => {
    const stage = stages[w % stages.length] as Stage;
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job(stage);
  };
  await Promise.all(Array.from({ length: width }, worker));
  server.close();
  return played;
};
