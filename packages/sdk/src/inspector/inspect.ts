import type { Shopper } from '../shell/shopper.ts';
import { pictureOf } from './picture-of.ts';

const STYLE =
  ':host{all:initial;position:fixed;right:8px;bottom:8px;z-index:2147483647;width:300px;max-height:60vh;overflow:auto;' +
  'background:#111;color:#eee;font:12px/1.4 ui-monospace,monospace;padding:8px;border-radius:6px}' +
  'h2{font:inherit;color:#9cf;margin:6px 0 0}div{white-space:pre-wrap}';
const MOST_FACTS = 12;
const EVENTS = ['running', 'friction', 'step', 'decision', 'drop', 'profile'] as const;

/**
 * Shows a shopper at work in a corner of the page, and tells each fact, step and decision on the console. Text alone, in a shadow
 * root of its own that the senses leave alone; no markup is parsed, so Trusted Types and strict content policies allow it.
 * Returns how to close it.
 */
export const inspect = (
  shopper: Pick<Shopper, 'on' | 'state'>,
  { console: talk = true, panel = true }: { readonly console?: boolean; readonly panel?: boolean } = {},
): (() => void) => {
  const host = document.createElement('div');
  host.setAttribute('data-causeway-ignore', '');
  const root = host.attachShadow({ mode: 'open' });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // plain, then
  }
  const timeline: string[] = [];
  const part = (title: string, lines: readonly string[]): Node[] => {
    const head = document.createElement('h2');
    head.textContent = title;
    const body = document.createElement('div');
    body.textContent = lines.join('\n');
    return [head, body];
  };
  const draw = () => {
    const state = shopper.state();
    if (state === null) return root.replaceChildren(...part('causeway', ['not running']));
    const { head, contributions, decision, queue } = pictureOf(state);
    root.replaceChildren(
      ...part('causeway', head),
      ...part('friction', timeline.length > 0 ? timeline : ['none yet']),
      ...part('made of', contributions),
      ...part('last decision', decision),
      ...part('queue', queue),
    );
  };
  const say = (...words: unknown[]) => {
    if (talk) console.debug('causeway', ...words);
  };
  const stops = [
    shopper.on('friction', (fact) => {
      timeline.unshift(
        `${new Date(fact.at).toISOString().slice(11, 19)} ${fact.kind} ${fact.role} ${fact.value} ${fact.unit}`,
      );
      timeline.splice(MOST_FACTS);
      say(fact.kind, fact);
    }),
    shopper.on('step', (step) => say('step', step.step, step.stage, `λ ${step.hazard.toFixed(3)}`, step)),
    shopper.on('decision', (view) => say('decision', view.point, view.decided.action, view)),
    ...(panel ? EVENTS.map((event) => shopper.on(event, draw)) : []),
  ];
  if (panel) {
    draw();
    document.body.append(host);
  }
  return () => {
    for (const stop of stops) stop();
    host.remove();
  };
};
