import { sampleSessions } from './sample-sessions.ts';

/** Encoded rows, session by session in the order of their start. */
export type HazardRows = {
  readonly n: number;
  readonly d: number;
  /** n x d, row-major, finite. */
  readonly x: Float32Array;
  readonly y: Uint8Array;
  /** Rows of a session lie together. */
  readonly session: Int32Array;
};

/** Rows from..to. */
export const rowRange = ({ d, x, y, session }: HazardRows, from: number, to: number): HazardRows => ({
  n: to - from,
  d,
  x: x.subarray(from * d, to * d),
  y: y.subarray(from, to),
  session: session.subarray(from, to),
});

/** The rows named. */
export const chosenRows = ({ d, x, y, session }: HazardRows, rows: Int32Array): HazardRows => {
  const out = new Float32Array(rows.length * d);
  rows.forEach((i, k) => {
    out.set(x.subarray(i * d, (i + 1) * d), k * d);
  });
  return {
    n: rows.length,
    d,
    x: out,
    y: Uint8Array.from(rows, (i) => y[i] as number),
    session: Int32Array.from(rows, (i) => session[i] as number),
  };
};

/** Whole sessions drawn by the seed, about `most` rows; all rows when there are no more. */
export const atMostRows = (rows: HazardRows, most: number, seed: number): HazardRows =>
  rows.n <= most ? rows : chosenRows(rows, sampleSessions(rows.session, most / rows.n, seed));

/** Number of events. */
export const eventCount = ({ y }: HazardRows): number => y.reduce((sum, v) => sum + v, 0);
