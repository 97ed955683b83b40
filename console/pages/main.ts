import type { StudyView } from '../study-view.ts';
import { el } from './parts/el.ts';
import { lacking } from './parts/facts.ts';
import { time } from './parts/format.ts';
import { mountTheme } from './theme.ts';
import type { View } from './view.ts';
import { audit } from './views/audit.ts';
import { budget } from './views/budget.ts';
import { calibration } from './views/calibration.ts';
import { decisionPage, decisions } from './views/decisions.ts';
import { drift } from './views/drift.ts';
import { fairness } from './views/fairness.ts';
import { friction } from './views/friction.ts';
import { gates } from './views/gates.ts';
import { overlap } from './views/overlap.ts';
import { overview } from './views/overview.ts';
import { releases } from './views/releases.ts';
import { scenarios } from './views/scenarios.ts';
import { value } from './views/value.ts';

const VIEWS = [
  overview,
  releases,
  value,
  friction,
  overlap,
  calibration,
  fairness,
  budget,
  drift,
  gates,
  scenarios,
  audit,
  decisions,
];

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
};

/** A view's part of the page; one that throws says so and takes no other with it. */
const sectionOf = (view: View, study: StudyView): HTMLElement => {
  const head = el('h1', { id: `${view.id}-title`, tabindex: '-1' }, view.title);
  const section = el(
    'section',
    { id: view.id, 'aria-labelledby': head.id, hidden: '' },
    head,
    el('p', { class: 'lead' }, view.lead),
  );
  try {
    const shown = view.show(study);
    section.append(...(shown ?? [lacking(view.empty)]));
    if (shown === null) section.dataset['empty'] = 'yes';
  } catch (error) {
    section.append(
      lacking(`This view cannot read its data: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
  return section;
};

const links = el(
  'ul',
  {},
  ...VIEWS.map(({ id, title }) => el('li', {}, el('a', { href: `#/${id}` }, title))),
);

/** Shows the view that the address names; the reader's focus goes to its title. */
const showView = (sections: ReadonlyMap<string, HTMLElement>, focus: boolean): void => {
  const [, name = '', id = ''] = location.hash.split('/');
  const wanted = sections.has(name) ? name : 'overview';
  for (const [key, section] of sections) section.hidden = key !== wanted;
  for (const link of links.querySelectorAll('a')) {
    if (link.getAttribute('href') === `#/${wanted}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const section = sections.get(wanted);
  section?.querySelector('[data-part="decision"]')?.remove();
  section?.toggleAttribute('data-one', id !== '');
  if (wanted === 'decisions' && id !== '')
    section?.append(el('div', { 'data-part': 'decision' }, ...decisionPage(decodeURIComponent(id))));
  document.title = `${VIEWS.find((view) => view.id === wanted)?.title} · Causeway console`;
  if (focus) {
    scrollTo(0, 0);
    section?.querySelector('h1')?.focus();
  }
};

const start = async (): Promise<void> => {
  byId('nav').append(links);
  mountTheme(byId('theme'));
  byId('print').addEventListener('click', () => print());
  const response = await fetch('data/study.json');
  if (!response.ok) throw new Error(`the data of the study could not be read (${response.status})`);
  const study = (await response.json()) as StudyView;
  byId('as-of').textContent =
    study.console === null
      ? 'No registry'
      : `As of ${time(study.console.at)} UTC; money in the shop’s currency`;
  const sections = new Map(VIEWS.map((view) => [view.id, sectionOf(view, study)]));
  byId('main').replaceChildren(...sections.values());
  addEventListener('hashchange', () => showView(sections, true));
  showView(sections, false);
};

start().catch((error: unknown) => {
  byId('as-of').textContent = 'Nothing could be read';
  byId('main').replaceChildren(
    el('h1', {}, 'Nothing to show'),
    lacking(
      error instanceof Error ? error.message : String(error),
      'Start it with npm run console -- --dir DIR, where DIR holds a registry.',
    ),
  );
});
