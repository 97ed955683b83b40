/** Rows by the value of a column, the values of most rows first. */
export const groupRows = (
  values: ArrayLike<string>,
): (readonly [value: string, rows: readonly number[]])[] => {
  const rowsOf = new Map<string, number[]>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as string;
    const rows = rowsOf.get(value);
    if (rows === undefined) rowsOf.set(value, [i]);
    else rows.push(i);
  }
  return [...rowsOf.entries()].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
};
