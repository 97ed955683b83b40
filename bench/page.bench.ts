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
    const of = (tool: Tool, cost: keyof Costs): number =>
      least((found.get(tool) ?? []).map((costs) => costs[cost]));
    for (const cost of Object.keys(UNITS) as (keyof Costs)[]) {
      const base = of('none', cost);
      emit({ name: `${cost}, the page alone`, value: base, unit: UNITS[cost], peer: base || 1 });
      // Less than nothing is the clock's, and no tool's; a peer that adds nothing stands as the smallest that can be measured.
      const added = (tool: Tool): number => Math.max(0, of(tool, cost) - base);
      for (const tool of TOOLS)
        if (tool !== 'none')
          emit({
            name: `${cost}, added by ${tool}`,
            value: added(tool),
            unit: UNITS[cost],
            peer: added(GOAL) || 0.001,
          });
    }
  },
};

export default bench;
