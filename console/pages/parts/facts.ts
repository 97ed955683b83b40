import { type Child, el } from './el.ts';

/** A few numbers with what they are. */
export const facts = (
  rows: readonly { readonly name: string; readonly value: Child; readonly note?: string }[],
): HTMLElement =>
  el(
    'dl',
    { class: 'facts', 'data-count': String(rows.length) },
    ...rows.map(({ name, value, note }) =>
      el(
        'div',
        {},
        el('dt', {}, name),
        el('dd', {}, value, note === undefined ? null : el('small', {}, note)),
      ),
    ),
  );

export const tone = (kind: 'good' | 'bad' | 'warn', says: string): HTMLElement =>
  el('span', { class: kind }, says);
export const mono = (says: string, whole = says): HTMLElement =>
  el('span', { class: 'mono', title: whole }, says);
export const note = (says: string): HTMLElement => el('p', { class: 'note' }, says);
export const heading = (says: string): HTMLElement => el('h2', {}, says);

export const verdict = (says: string): HTMLElement => el('p', { class: 'verdict' }, says);

/** What is not there, and how it comes to be there. */
export const lacking = (...says: readonly string[]): HTMLElement =>
  el('div', { class: 'missing', role: 'note' }, ...says.map((line) => el('p', {}, line)));
