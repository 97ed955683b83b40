import { launchChromium } from '../test/support/chromium.ts';
import type { Bench } from './bench.ts';
import { serveStorefront } from './page/storefront.ts';
import { TOOLS, type Tool } from './page/tools.ts';
import { type Costs, visitOnce } from './page/visit.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const GOAL: Tool = 'web-vitals + growthbook';
const UNITS: Readonly<Record<keyof Costs, string>> = {
  startup: 'ms of script',
  longTasks: 'tasks',
  pointer: 'us of script an event',
  scroll: 'us of script an event',
  key: 'us of script an event',
  inp: 'ms, third quartile',
  heap: 'MB',
};

/** What else runs on the machine only ever adds: the least of the rounds is the least disturbed. */
const least = (xs: readonly number[]): number => Math.min(...xs);

const middle = (xs: readonly number[]): number => [...xs].sort((a, b) => a - b)[xs.length >> 1] ?? 0;

/** Every measure is what a tool adds to the same page without any; the peer is web-vitals and GrowthBook together. */
const bench: Bench = {
  name: 'page',
  about:
    'one checkout page, CPU x4, with the SDK or a peer, in turns: start-up, long tasks, cost an event, INP, heap; beside web-vitals + GrowthBook',
  async run(emit) {
    const served = await serveStorefront();
    const browser = await launchChromium();
    const found = new Map<Tool, Costs[]>(TOOLS.map((tool) => [tool, []]));
    try {
      await visitOnce(browser, served.url('none'));
      for (let round = 0; round < ROUNDS; round++)
        for (const tool of TOOLS) found.get(tool)?.push(await visitOnce(browser, served.url(tool)));
    } finally {
      await browser.close();
      served.stop();
    }
    const tell = (
      cost: keyof Costs,
      round: (xs: readonly number[]) => number,
      called: string = cost,
    ): void => {
      const of = (tool: Tool): number => round((found.get(tool) ?? []).map((costs) => costs[cost]));
      const base = of('none');
      emit({ name: `${called}, the page alone`, value: base, unit: UNITS[cost], peer: base || 1 });
      // Less than nothing is the clock's, and no tool's; a peer that adds nothing stands as the smallest that can be measured.
      const added = (tool: Tool): number => Math.max(0, of(tool) - base);
      for (const tool of TOOLS)
        if (tool !== 'none')
          emit({
            name: `${called}, added by ${tool}`,
            value: added(tool),
            unit: UNITS[cost],
            peer: added(GOAL) || 0.001,
          });
    };
    for (const cost of Object.keys(UNITS) as (keyof Costs)[]) tell(cost, least);
    // The least of few rounds is a matter of luck where a tool's own rounds differ twofold.
    tell('startup', middle, 'startup in the middle round');
  },
};

export default bench;
