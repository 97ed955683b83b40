import { make } from '../plain/dom.ts';

export { make };

const SVG = 'http://www.w3.org/2000/svg';

export const svg = (tag: string, attributes: Readonly<Record<string, string>>): SVGElement => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** A section with its symbol in the margin, its name, and one line on what it means. */
export const sectionOf = (symbol: string, title: string, meaning: string, ...children: Node[]): HTMLElement =>
  make(
    'section',
    { 'aria-label': title },
    make('div', { class: 'symbol', 'aria-hidden': 'true' }, symbol),
    make(
      'div',
      { class: 'content' },
      make('h3', {}, title),
      make('p', { class: 'meaning' }, meaning),
      ...children,
    ),
  );
