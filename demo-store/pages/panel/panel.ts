import { createHazardSection, createIndexSection } from './curve-section.ts';
import { createEventsSection } from './events-section.ts';
import { createFrictionSection } from './friction-section.ts';
import { createLearnBox } from './learn-section.ts';
import { createLogSection } from './log-section.ts';
import { make } from './make.ts';
import { PANEL_CSS } from './panel-css.ts';
import { rememberVisit } from './panel-memory.ts';
import { OPEN_KEY, setInset, WIDE } from './panel-place.ts';
import type { PanelSource } from './panel-source.ts';
import { createPolicySection } from './policy-section.ts';
import { createTroubleDrawer } from './trouble-section.ts';
import { createVisitorSection, type VisitorActions } from './visitor-section.ts';

export type PanelOptions = VisitorActions & { readonly source: PanelSource };
export type Panel = { stop(): void };

/** Between events the open step's λ and elapsed time move by themselves. */
const REFRESH_MS = 500;

/** Open on a wide screen until the reader closes it; closed on a small one until it is opened. */
const opensFirst = (): boolean => {
  const kept = sessionStorage.getItem(OPEN_KEY);
  return kept === null ? matchMedia(WIDE).matches : kept === 'yes';
};

/** Puts the glass panel at the side of the page, in a shadow root of its own, out of the senses' sight. */
export const mountPanel = ({ source, ...actions }: PanelOptions): Panel => {
  const host = make('div', { 'data-causeway-ignore': true, id: 'glass-panel' });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PANEL_CSS);
  root.adoptedStyleSheets = [sheet];

  let frame = 0;
  const draw = () => {
    frame = 0;
    const view = memory.view();
    for (const section of sections) section.update(view);
  };
  const changed = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const learn = createLearnBox(changed);
  const [index, hazard] = [createIndexSection(), createHazardSection()];
  const sections = [
    createVisitorSection(actions, learn.learned),
    createEventsSection(),
    createFrictionSection(),
    index,
    hazard,
    createPolicySection(),
    createLogSection(),
  ];
  const memory = rememberVisit(source, changed);

  const twin = make('div', { class: 'twin' }, index.element, hazard.element);
  const parts = sections
    .filter((section) => section !== hazard)
    .map((section) => (section === index ? twin : section.element));
  const body = make('div', { class: 'flow', id: 'flow' }, ...parts);
  const toggle = make('button', { type: 'button', class: 'toggle', 'aria-controls': 'flow' });
  const title = make(
    'div',
    {},
    make('h2', {}, 'Glass panel'),
    make('p', {}, 'One visit, as Causeway sees it'),
  );
  const header = make('header', {}, title, createTroubleDrawer());
  const dock = make('aside', { class: 'dock', 'aria-label': 'Glass panel' }, header, body, learn.element);
  root.append(toggle, dock);

  const open = (now: boolean) => {
    host.classList.toggle('open', now);
    toggle.setAttribute('aria-expanded', String(now));
    toggle.setAttribute('aria-label', now ? 'Close the glass panel' : 'Open the glass panel');
    toggle.textContent = now ? '×' : 'λ';
    dock.inert = !now;
    setInset(now);
  };
  toggle.addEventListener('click', () => {
    const next = !host.classList.contains('open');
    sessionStorage.setItem(OPEN_KEY, next ? 'yes' : 'no');
    open(next);
  });
  open(opensFirst());
  document.body.append(host);
  draw();
  const timer = setInterval(changed, REFRESH_MS);
  return {
    stop() {
      clearInterval(timer);
      memory.stop();
      host.remove();
    },
  };
};
