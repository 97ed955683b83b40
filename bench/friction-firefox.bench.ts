import { FACT_KIND_NAMES } from '@causeway/contract';
import { buildIfStale } from '../test/support/bundles.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { launchFirefox } from '../test/support/firefox.ts';
import type { Bench } from './bench.ts';
import { chromiumStage } from './friction/chromium-stage.ts';
import { firefoxStage } from './friction/firefox-stage.ts';
import { labelledWithout, lacksOf } from './friction/lacks.ts';
import { ownTool } from './friction/own-tool.ts';
import { play } from './friction/play.ts';
import { ALL } from './friction/scenarios.ts';
import { differences, scoreOf } from './friction/score.ts';

/** Pages at once in each browser. A Firefox has one page with the focus, so each of its pages is a program of its own. */
const WIDTH = Number(process.env['FRICTION_WIDTH'] ?? 3);

const bench: Bench = {
  name: 'friction-firefox',
  about:
    'precision and recall of each kind of friction in Firefox, beside Chromium on the same labelled pages',
  async run(emit) {
    buildIfStale();
    const only = new RegExp(process.env['FRICTION_ONLY'] ?? '');
    const every = Number(process.env['FRICTION_EVERY'] ?? 1);
    const some = ALL.filter(({ name }, k) => only.test(name) && k % every === 0);
    const foxes = await Promise.all(Array.from({ length: WIDTH }, launchFirefox));
    const stages = foxes.map(firefoxStage);
    const probe = await stages[0]?.open(some[0] as never, undefined, () => undefined);
    const lacks = probe === undefined ? [] : await lacksOf(probe.page);
    await probe?.close();
    console.error(`Firefox tells nothing of ${lacks.join(', ') || 'no kind'}: not asked of it`);
    const labelled = some.map((scenario) => labelledWithout(scenario, lacks));
    const inFirefox = await play(stages, labelled, [ownTool()], { width: WIDTH });
    await Promise.all(foxes.map(({ stop }) => stop()));
    console.error(`\nFirefox\n${differences(inFirefox).join('\n')}`);
    const browser = await launchChromium();
    const inChromium = await play([chromiumStage(browser)], some, [ownTool()], { width: WIDTH });
    await browser.close();
    console.error(`\nChromium\n${differences(inChromium).join('\n')}`);
    emit({ name: 'pages', value: inFirefox.length, unit: 'pages', peer: inChromium.length });
    for (const kind of FACT_KIND_NAMES) {
      if (lacks.includes(kind)) continue;
      const [ours, theirs] = [scoreOf(inFirefox, kind), scoreOf(inChromium, kind)];
      for (const measure of ['precision', 'recall'] as const) {
        const value = ours[measure];
        // A browser that felt nothing has no precision; a recall of nothing is told as a thousandth, for the ratio's sake.
        if (value !== null)
          emit({
            name: `${kind} ${measure}`,
            value,
            unit: 'share',
            peer: Math.max(theirs[measure] ?? 0, 0.001),
          });
      }
    }
  },
};

export default bench;
