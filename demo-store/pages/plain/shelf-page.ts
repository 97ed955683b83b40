import type { Basket } from '../../backend/basket.ts';
import { api } from '../shared/api.ts';
import { part } from './dom.ts';
import { whileBusy } from './form-errors.ts';
import { showCount } from './header.ts';

/** The buttons that show one shelf at a time. */
export const startBrowsePage = (): void => {
  const chips = [...document.querySelectorAll<HTMLButtonElement>('[data-chip]')];
  const items = [...document.querySelectorAll<HTMLElement>('[data-shelf]')];
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      const shelf = chip.dataset.chip;
      for (const other of chips) other.setAttribute('aria-pressed', String(other === chip));
      for (const item of items) item.hidden = shelf !== 'All' && item.dataset.shelf !== shelf;
      const shown = part('shown');
      if (shown !== null) shown.textContent = `${items.filter((item) => !item.hidden).length} products`;
    });
  }
};

/** "Add to basket" on a product's page; `now` says how many of it are in the basket already. */
export const startProductPage = (now: () => Basket | null, told: (basket: Basket) => void): void => {
  const product = document.querySelector<HTMLElement>('[data-product]')?.dataset.product;
  const button = part('add');
  if (product === undefined) return;
  button?.addEventListener('click', () => {
    void whileBusy(button, async () => {
      const before = now()?.lines.find((line) => line.product === product)?.quantity ?? 0;
      const answer = await api.setQuantity(product, before + 1);
      const added = part('added');
      if (answer.ok) {
        told(answer.body);
        showCount(answer.body);
      }
      if (added !== null)
        added.textContent = answer.ok ? 'It is in your basket.' : (answer.body.message ?? '');
    });
  });
};
