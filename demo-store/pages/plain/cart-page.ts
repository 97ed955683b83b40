import type { Basket, BasketLine } from '../../backend/basket.ts';
import { api } from '../shared/api.ts';
import { money } from '../shared/money.ts';
import { make, part } from './dom.ts';
import { showCount } from './header.ts';
import { showSummary } from './summary.ts';

type Told = (basket: Basket) => void;

const lineItem = (line: BasketLine, set: (quantity: number, role: string) => void): HTMLElement => {
  const step = (by: number, label: string, role: string) =>
    make(
      'button',
      {
        type: 'button',
        'aria-label': `${label}: ${line.name}`,
        'data-causeway-role': role,
        click: () => set(line.quantity + by, role),
      },
      by > 0 ? '+' : '−',
    );
  const image = make('img', { src: `/art/${line.product}.svg`, alt: '', width: '120', height: '120' });
  const stepper = make(
    'div',
    { class: 'stepper' },
    step(-1, 'One fewer', 'fewer'),
    make('output', { class: 'num' }, String(line.quantity)),
    step(1, 'One more', 'more'),
  );
  return make(
    'li',
    { 'data-line': line.product },
    make('div', { class: 'tile' }, image),
    make('div', {}, make('h3', {}, make('a', { href: `/product/${line.product}` }, line.name)), stepper),
    make('p', { class: 'num' }, money(line.cents)),
  );
};

/** Draws the basket and lets quantities change; `told` hears of every basket that the server answers. */
export const startCartPage = (basket: Basket, told: Told): void => {
  const draw = (now: Basket): void => {
    told(now);
    showCount(now);
    const lines = part('lines');
    if (lines === null) return;
    if (now.items === 0) {
      part('summary')?.remove();
      lines.replaceWith(
        make(
          'div',
          { class: 'empty' },
          make('p', { class: 'quiet' }, 'There is nothing in it yet.'),
          make('a', { class: 'btn', href: '/shop' }, 'See the shelves'),
        ),
      );
      return;
    }
    lines.replaceChildren(
      ...now.lines.map((line) => lineItem(line, (quantity, role) => void set(line.product, quantity, role))),
    );
    showSummary(
      now,
      make('a', { class: 'btn wide', href: '/shipping', 'data-causeway-role': 'to-checkout' }, 'Check out'),
    );
  };
  const set = async (product: string, quantity: number, role: string): Promise<void> => {
    const answer = await api.setQuantity(product, quantity);
    if (!answer.ok) return;
    draw(answer.body);
    part('lines')
      ?.querySelector<HTMLElement>(`[data-line="${product}"] [data-causeway-role="${role}"]`)
      ?.focus();
  };
  draw(basket);
};
