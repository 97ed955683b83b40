import { csvCell, type PlainCell } from '../../table/index.ts';

/** Rows as CSV text, names first. */
export const csvText = (names: readonly string[], rows: Iterable<readonly PlainCell[]>): string => {
  const lines = [names.map(csvCell).join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\n')}\n`;
};
