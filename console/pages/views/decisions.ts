import type { DecisionPage, StudyView } from '../../study-view.ts';
import { dataTable, moment, num, text } from '../parts/data-table.ts';
import { decisionStory } from '../parts/decision-story.ts';
import { el } from '../parts/el.ts';
import { heading, lacking, mono } from '../parts/facts.ts';
import { percent, short, time } from '../parts/format.ts';
import type { View } from '../view.ts';

const fetchStory = async (id: string): Promise<Node[]> => {
  const response = await fetch(`data/decisions/${encodeURIComponent(id)}.json`);
  if (!response.headers.get('content-type')?.includes('json'))
    return [lacking(`No page of decision ${id} is kept here.`)];
  const answer = (await response.json()) as DecisionPage | { readonly message: string };
  return 'told' in answer ? decisionStory(answer) : [lacking(answer.message)];
};

/** A decision's page, which fills itself when its data have come. */
export const decisionPage = (id: string): Node[] => {
  const body = el('div', { 'data-part': 'story' }, el('p', { role: 'status' }, 'Reading the log'));
  fetchStory(id).then(
    (story) => body.replaceChildren(...story),
    () => body.replaceChildren(lacking('The console’s server did not answer.')),
  );
  return [
    el('p', {}, el('a', { href: '#/decisions' }, 'All decisions')),
    heading(`Decision ${short(id)}`),
    body,
  ];
};

/** Finds one by its id or how it begins. */
const finder = (): HTMLElement => {
  const input = el('input', {
    id: 'decision-id',
    name: 'id',
    autocomplete: 'off',
    spellcheck: 'false',
    pattern: '[0-9a-f]{6,64}',
    required: '',
    title: '6 to 64 hex digits',
  });
  const form = el(
    'form',
    {},
    el('label', { for: 'decision-id' }, 'Decision'),
    input,
    el('button', { type: 'submit' }, 'Explain'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    location.hash = `#/decisions/${input.value.trim()}`;
  });
  return form;
};

const list = ({ decisions }: StudyView): HTMLElement =>
  dataTable(
    'The newest decisions',
    [
      text('decision'),
      moment('when (UTC)'),
      text('stage'),
      text('action'),
      num('probability'),
      text('mode'),
      text('release'),
    ],
    decisions
      .slice(0, 100)
      .map(({ id, at, stage, action, propensity, mode, release }) => [
        el('a', { href: `#/decisions/${id}`, class: 'mono' }, short(id)),
        time(at),
        stage,
        action,
        percent(propensity),
        mode,
        mono(short(release), release),
      ]),
  );

export const decisions: View = {
  id: 'decisions',
  title: 'Decisions',
  lead: 'Any one decision, from its line in the log to the data that its policy learned from.',
  empty: 'The log holds no decision.',
  show: (study) => (study.decisions.length === 0 ? null : [finder(), list(study)]),
};
