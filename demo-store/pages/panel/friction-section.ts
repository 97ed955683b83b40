import { FRICTION_FAMILIES, PHI_SIZE } from '@causeway/contract';
import { make, sectionOf } from './make.ts';
import type { Section } from './panel-source.ts';

const HALF = PHI_SIZE / 2;

const bar = (kind: string): HTMLElement => make('i', { class: `bar ${kind}` });

const fill = (element: HTMLElement, share: number): void => {
  element.style.setProperty('--share', share.toFixed(3));
};

/** φ: sixteen bars, each family now and so far. */
export const createFrictionSection = (): Section => {
  const rows = FRICTION_FAMILIES.map((family) => {
    const [now, total] = [bar('now'), bar('total')];
    const number = make('span', { class: 'num' }, '.00');
    const row = make('li', {}, make('span', {}, family), make('span', { class: 'pair' }, now, total), number);
    return { row, now, total, number };
  });
  const key = make('p', { class: 'key' }, bar('now'), 'now', bar('total'), 'so far');
  const list = make('ul', { class: 'phi' }, ...rows.map(({ row }) => row));
  const element = sectionOf('φ', 'Friction', 'Each family from 0 to 1, in this step and so far.', key, list);
  return {
    element,
    update({ state }) {
      rows.forEach(({ row, now, total, number }, k) => {
        const a = state?.phi[k] ?? 0;
        const b = state?.phi[HALF + k] ?? 0;
        fill(now, a);
        fill(total, b);
        number.textContent = a.toFixed(2).replace(/^0/, '');
        row.classList.toggle('zero', a === 0 && b === 0);
      });
    },
  };
};
