import type { Trouble } from '../../backend/trouble.ts';
import { TROUBLES } from '../../backend/trouble.ts';
import { api } from '../shared/api.ts';
import { make } from './make.ts';

const LABELS: Record<Trouble, readonly [string, string]> = {
  slow: ['Slow answers', 'the shop takes 1.8 s'],
  reject: ['Rejected fields', 'the address is refused twice'],
  payment: ['Payment fails', 'the bank declines twice'],
  'edge-down': ['Edge down', 'our worker never answers'],
};

/** The switches that make trouble, as a small drawer. */
export const createTroubleDrawer = (): HTMLElement => {
  const boxes = TROUBLES.map((name) => {
    const box = make('input', { type: 'checkbox', role: 'switch', name });
    const [title, what] = LABELS[name];
    const label = make('label', {}, box, make('span', {}, make('b', {}, title), make('small', {}, what)));
    return { name, box, label };
  });
  const summary = make('summary', {}, 'Make trouble');
  const count = make('span', { class: 'on' });
  summary.append(count);
  const drawer = make(
    'details',
    { class: 'trouble' },
    summary,
    make('div', { class: 'switches' }, ...boxes.map(({ label }) => label)),
  );
  const show = (on: readonly Trouble[]) => {
    for (const { name, box } of boxes) box.checked = on.includes(name);
    count.textContent = on.length === 0 ? '' : `${on.length} on`;
  };
  for (const { box } of boxes) {
    box.addEventListener('change', () => {
      const on = boxes.filter((each) => each.box.checked).map(({ name }) => name);
      void api.setTrouble(on).then((answer) => answer.ok && show(answer.body.trouble));
    });
  }
  void api.me().then((answer) => answer.ok && show(answer.body.trouble));
  return drawer;
};
