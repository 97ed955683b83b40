import { FACT_KIND_NAMES } from '@causeway/contract';
import { launchChromium } from '../test/support/chromium.ts';
import type { Bench } from './bench.ts';
import { chromiumStage } from './friction/chromium-stage.ts';
import { installPeers } from './friction/install-peers.ts';
import { ownTool } from './friction/own-tool.ts';
import { kindsOfPeer, peerTools } from './friction/peers.ts';
import { play } from './friction/play.ts';
import { ALL } from './friction/scenarios.ts';
import { differences, scoreOf } from './friction/score.ts';

const bench: Bench = {
  name: 'friction',
  about:
    'precision and recall of each kind of friction on labelled pages, beside PostHog, Sentry, Datadog and Amplitude',
  async run(emit) {
    const only = process.env['FRICTION_ONLY'];
    const every = Number(process.env['FRICTION_EVERY'] ?? 1);
    const alone = process.env['FRICTION_PEERS'] === '0';
    const tools = [ownTool(), ...(alone ? [] : peerTools(installPeers()))];
    const browser = await launchChromium();
    const played = await play([chromiumStage(browser)], ALL, tools, {
      width: Number(process.env['FRICTION_WIDTH'] ?? 6),
      only: (page) =>
        (only === undefined || new RegExp(only).test(page.name)) && ALL.indexOf(page) % every === 0,
    });
    await browser.close();
    for (const { tool } of tools) {
      const mine = played.filter((one) => one.tool === tool.name);
      console.error(`\n${tool.name}\n${differences(mine).join('\n')}`);
    }
    for (const kind of FACT_KIND_NAMES) {
      const scores = tools.map(({ tool: { name } }) => ({
        name,
        score: scoreOf(
          played.filter(({ tool }) => tool === name),
          kind,
        ),
      }));
      for (const measure of ['precision', 'recall'] as const) {
        const value = scores[0]?.score[measure];
        if (value === null || value === undefined) continue;
        const peers = scores.slice(1).filter(({ name }) => kindsOfPeer(name).includes(kind));
        for (const { name, score } of peers) {
          // A peer that felt nothing has no precision; a recall of nothing is told as a thousandth, for the ratio's sake.
          const theirs = score[measure];
          if (theirs === null) continue;
          emit({
            name: `${kind} ${measure} beside ${name}`,
            value,
            unit: 'share',
            peer: Math.max(theirs, 0.001),
          });
        }
        // Where no peer has a word for the kind, the baseline is one that feels it on every page.
        const labelled = ALL.filter(({ expect }) => expect.includes(kind)).length / ALL.length;
        if (peers.length === 0)
          emit({
            name: `${kind} ${measure}, which no peer names, beside always`,
            value,
            unit: 'share',
            peer: measure === 'recall' ? 1 : labelled,
          });
      }
    }
  },
};

export default bench;
