import type { UpliftRows } from './uplift-rows.ts';

/** Rows and outcomes of treated (1) and control (0). */
export type ArmTotals = { n1: number; n0: number; y1: number; y0: number };

export const noRows = (): ArmTotals => ({ n1: 0, n0: 0, y1: 0, y0: 0 });

/** Adds row i to its arm, counted weight[i] times; once when left out. */
export const addRow = (
  to: ArmTotals,
  { y, t }: Pick<UpliftRows, 'y' | 't'>,
  i: number,
  weight: ArrayLike<number> | undefined,
): void => {
  const w = weight === undefined ? 1 : (weight[i] as number);
  if (t[i] === 1) {
    to.n1 += w;
    to.y1 += w * (y[i] as number);
  } else {
    to.n0 += w;
    to.y0 += w * (y[i] as number);
  }
};

/** Adds a share of totals. */
export const addShare = (to: ArmTotals, { n1, n0, y1, y0 }: ArmTotals, share: number): void => {
  to.n1 += share * n1;
  to.n0 += share * n0;
  to.y1 += share * y1;
  to.y0 += share * y0;
};
