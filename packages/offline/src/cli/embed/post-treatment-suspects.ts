import { levelOf, numberOf } from '@causeway/contract';
import type { StreamedTable } from '../../table/index.ts';

export type Suspect = { readonly name: string; readonly z: number };

/** A column whose means differ by this many standard errors between the arms, where the others' do not, came after the treatment. */
const LOUD = 6;
const QUIET = 4;

/** Largest |t| of a column's means (numbers) or of its common levels' shares, of each arm against all others. */
const loudness = (cells: readonly unknown[], arm: readonly string[], arms: readonly string[]): number => {
  const numbers = cells.map(numberOf);
  const numeric = numbers.filter(Number.isFinite).length > 0.9 * cells.length;
  const counts = new Map<string, number>();
  if (!numeric)
    for (const cell of cells) counts.set(levelOf(cell) ?? '', (counts.get(levelOf(cell) ?? '') ?? 0) + 1);
  const levels = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([level]) => level);
  const series = numeric
    ? [numbers.map((v) => (Number.isFinite(v) ? v : 0))]
    : levels.map((level) => cells.map((cell) => ((levelOf(cell) ?? '') === level ? 1 : 0)));
  let most = 0;
  for (const values of series)
    for (const own of arms) {
      const sums = [0, 0, 0, 0, 0, 0];
      values.forEach((v, i) => {
        const side = arm[i] === own ? 0 : 3;
        sums[side] = (sums[side] as number) + 1;
        sums[side + 1] = (sums[side + 1] as number) + v;
        sums[side + 2] = (sums[side + 2] as number) + v * v;
      });
      const [n1 = 0, s1 = 0, q1 = 0, n0 = 0, s0 = 0, q0 = 0] = sums;
      if (n1 < 2 || n0 < 2) continue;
      const variance = (q1 / n1 - (s1 / n1) ** 2) / n1 + (q0 / n0 - (s0 / n0) ** 2) / n0;
      if (variance > 0) most = Math.max(most, Math.abs(s1 / n1 - s0 / n0) / Math.sqrt(variance));
    }
  return most;
};

/**
 * Columns that must have come after the treatment: in a randomised study nothing before it can tell the arms apart. Only looked for where
 * most columns cannot, which is what randomisation looks like; in an observational file nothing is suspected here.
 */
export const postTreatmentSuspects = async (
  table: StreamedTable,
  columns: readonly string[],
  treatment: string,
): Promise<Suspect[]> => {
  const arm = (await table.cells(treatment)).map((cell) => levelOf(cell) ?? '');
  const arms = [...new Set(arm)].slice(0, 10);
  const found: Suspect[] = [];
  for (const name of columns) found.push({ name, z: loudness(await table.cells(name), arm, arms) });
  const quiet = found.filter(({ z }) => z < QUIET).length;
  return quiet >= 0.5 * found.length ? found.filter(({ z }) => z > LOUD) : [];
};
