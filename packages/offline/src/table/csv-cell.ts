import type { PlainCell } from './plain-cell.ts';

/** A cell of a CSV file; a moment is written as 2024-05-10T12:30:00.000Z. */
export const csvCell = (cell: PlainCell): string => {
  if (cell === null) return '';
  const text = cell instanceof Date ? cell.toISOString() : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
