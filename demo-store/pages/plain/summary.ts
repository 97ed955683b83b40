import type { Basket } from '../../backend/basket.ts';
import { summaryRows } from '../shared/summary-rows.ts';
import { type Child, make, part } from './dom.ts';

export const showSummary = (basket: Basket, foot: Child = null): void => {
  const rows = summaryRows(basket).flatMap(([label, value, kind]) => [
    make('dt', { class: kind }, label),
    make('dd', { class: `num ${kind}` }, value),
  ]);
  const lines = make(
    'p',
    { class: 'quiet trust' },
    basket.lines.map((l) => `${l.quantity} × ${l.name}`).join(', '),
  );
  part('summary')?.replaceChildren(
    make('h2', {}, 'Your order'),
    lines,
    make('dl', { 'data-causeway-role': 'cost' }, ...rows),
    ...(foot === null || foot === false ? [] : [foot]),
    make('p', { class: 'trust' }, 'Sixty days to return. Prices include VAT.'),
  );
};
