import { type Child, el } from './el.ts';

/** `n`: numbers, to the right; `t`: a moment, on one line */
export type Column = { readonly name: string; readonly kind?: 'n' | 't' };

/** A table that says what it is; the first column names its row, numbers stand right. */
export const dataTable = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
): HTMLElement => {
  const classOfKind = (kind: Column['kind']): Record<string, string> =>
    kind === undefined ? {} : { class: kind };
  const classOf = (k: number): Record<string, string> => classOfKind(columns[k]?.kind);
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
export const num = (name: string): Column => ({ name, kind: 'n' });
export const moment = (name: string): Column => ({ name, kind: 't' });
