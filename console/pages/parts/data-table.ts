import { type Child, el } from './el.ts';

export type Column = { readonly name: string; readonly numeric?: true };

/** A table that says what it is; the first column names its row, numbers stand right. */
export const dataTable = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
): HTMLElement => {
  const classOf = (k: number): Record<string, string> => (columns[k]?.numeric === true ? { class: 'n' } : {});
  const head = columns.map(({ name }, k) => el('th', { scope: 'col', ...classOf(k) }, name));
  const body = rows.map((row) =>
    el(
      'tr',
      {},
      ...row.map((cell, k) =>
        k === 0 ? el('th', { scope: 'row', ...classOf(k) }, cell) : el('td', classOf(k), cell),
      ),
    ),
  );
  const table = el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...head)),
    el('tbody', {}, ...body),
  );
  // What scrolls must be reached by the keyboard.
  return el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption }, table);
};

export const text = (name: string): Column => ({ name });
export const num = (name: string): Column => ({ name, numeric: true });
