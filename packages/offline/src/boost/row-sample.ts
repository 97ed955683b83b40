import type { Random } from '../maths/index.ts';

/**
 * Puts m of the numbers 0..n-1, each set equally likely and ascending, into the first m places of rows, and the others, ascending,
 * into the rest.
 */
export const rowSample = (random: Random, rows: Uint32Array, m: number): void => {
  const n = rows.length;
  let taken = 0;
  for (let i = 0; i < n; i++) {
    const chosen = random.uniform() * (n - i) < m - taken;
    rows[chosen ? taken : m + i - taken] = i;
    if (chosen) taken++;
  }
};
