import { addRow, noRows } from './arm-totals.ts';
import { rankRows, type UpliftRows } from './uplift-rows.ts';

/** Running totals down the ranking at every distinct score, a row of zeros first: rows and outcomes of treated (1) and control (0). */
export type RankedCounts = {
  readonly n1: Float64Array;
  readonly n0: Float64Array;
  readonly y1: Float64Array;
  readonly y0: Float64Array;
};

/** What one ranking makes ready, so that a resample only has to give every row its count. */
export type Ranking = {
  readonly order: Int32Array;
  /** Place in the order behind the last row of each distinct score. */
  readonly ends: Int32Array;
};

export const ranking = (rows: UpliftRows): Ranking => {
  const order = rankRows(rows);
  const ends: number[] = [];
  for (let k = 0; k < order.length; k++)
    if (rows.score[order[k] as number] !== rows.score[order[k + 1] as number]) ends.push(k + 1);
  return { order, ends: Int32Array.from(ends) };
};

/** The totals with row i counted weight[i] times; once each when left out. */
export const countRanked = (
  rows: UpliftRows,
  { order, ends }: Ranking,
  weight?: ArrayLike<number>,
): RankedCounts => {
  const m = ends.length + 1;
  const out = {
    n1: new Float64Array(m),
    n0: new Float64Array(m),
    y1: new Float64Array(m),
    y0: new Float64Array(m),
  };
  const sum = noRows();
  let k = 0;
  for (let e = 0; e < ends.length; e++) {
    for (; k < (ends[e] as number); k++) addRow(sum, rows, order[k] as number, weight);
    out.n1[e + 1] = sum.n1;
    out.n0[e + 1] = sum.n0;
    out.y1[e + 1] = sum.y1;
    out.y0[e + 1] = sum.y0;
  }
  return out;
};
