import type { PlainCell } from '../../table/index.ts';

const csvCell = (cell: PlainCell): string => {
  if (cell === null) return '';
  const text = cell instanceof Date ? cell.toISOString() : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as CSV text, names first; a moment is written as 2024-05-10T12:30:00.000Z. */
export const csvText = (names: readonly string[], rows: Iterable<readonly PlainCell[]>): string => {
  const lines = [names.map(csvCell).join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\n')}\n`;
};
