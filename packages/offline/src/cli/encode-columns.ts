import type { UserTable } from '../table/index.ts';

/** Columns as numbers, a constant first: texts become one column a value but the first in order. Row-major, n x names.length. */
export const encodeColumns = (
  table: UserTable,
  columns: readonly string[],
): { x: Float64Array; d: number; names: string[] } => {
  const names = ['constant'];
  const parts: Float64Array[] = [new Float64Array(table.n).fill(1)];
  for (const name of columns) {
    const cells = table.column(name);
    if (
      cells.every((cell) => typeof cell !== 'string' || (cell.trim() !== '' && Number.isFinite(Number(cell))))
    ) {
      names.push(name);
      parts.push(table.numbers(name));
      continue;
    }
    const texts = table.texts(name);
    for (const value of [...new Set(texts)].sort().slice(1)) {
      names.push(`${name}=${value}`);
      parts.push(Float64Array.from(texts, (text) => (text === value ? 1 : 0)));
    }
  }
  const d = parts.length;
  const x = new Float64Array(table.n * d);
  parts.forEach((column, k) => {
    for (let i = 0; i < table.n; i++) x[i * d + k] = column[i] as number;
  });
  return { x, d, names };
};
