import type { Fact } from '@causeway/contract';
import { make, sectionOf } from './make.ts';
import type { Section } from './panel-source.ts';

const SHOWN = 4;

const amount = ({ value, unit }: Fact): string => {
  if (unit === 'ms') return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
  return unit === 'score' ? value.toFixed(2) : `×${value}`;
};

const row = (fact: Fact): HTMLElement =>
  make(
    'li',
    {},
    make('span', { class: 'kind' }, fact.kind),
    make('span', { class: 'role' }, fact.role),
    make('span', { class: 'num' }, amount(fact)),
  );

/** e: what was felt, newest first. */
export const createEventsSection = (): Section => {
  const list = make('ol', { class: 'feed' });
  const element = sectionOf('e', 'Events', 'What the page felt. Never a value, never a label.', list);
  let last: Fact | undefined;
  return {
    element,
    update({ facts }) {
      if (facts[0] === last && list.childElementCount > 0) return;
      last = facts[0];
      const rows = facts.slice(0, SHOWN).map(row);
      list.replaceChildren(...(rows.length > 0 ? rows : [make('li', { class: 'none' }, 'No friction yet')]));
    },
  };
};
