import * as Plot from '@observablehq/plot';
import { el } from './el.ts';

const WIDTH = 720;

/**
 * A plot with its caption, and the same numbers as a table for who does not see it. Plot's own inline style is taken out before it
 * reaches the page: the content policy forbids it, and the sheet says the same.
 */
export const chart = (
  what: { readonly caption: string; readonly says: string; readonly table: HTMLElement },
  options: Plot.PlotOptions,
): HTMLElement => {
  const drawn = Plot.plot({ width: WIDTH, marginBottom: 46, ...options }) as SVGSVGElement;
  for (const style of drawn.querySelectorAll('style')) style.remove();
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', what.says);
  return el(
    'div',
    { class: 'chart' },
    el('figure', {}, el('figcaption', {}, what.caption), drawn),
    el('details', {}, el('summary', {}, 'The same as a table'), what.table),
  );
};
