import { Fault } from '@causeway/contract';

/** Rows that a model learns from. */
export type LabelledRows = {
  /** n x d, row-major. */
  readonly x: Float32Array | Float64Array;
  readonly n: number;
  readonly y: ArrayLike<number>;
  /** At least 0 each, one when left out. */
  readonly weight?: ArrayLike<number>;
};

const refuse = (at: string, message: string): never => {
  throw new Fault('bad-input', at, message);
};

/** Throws `bad-input` unless x holds n rows of d columns, both at least 1. */
export const checkShape = (at: string, x: ArrayLike<number>, n: number, d: number): void => {
  if (!Number.isInteger(n) || n < 1) refuse(at, `got ${n} rows, allowed is a whole number of at least 1`);
  if (!Number.isInteger(d) || d < 1) refuse(at, `got ${d} columns, allowed is a whole number of at least 1`);
  if (x.length !== n * d) refuse(at, `x holds ${x.length} numbers, ${n} rows of ${d} columns need ${n * d}`);
};

/**
 * Throws `bad-input` for outcomes that are not finite or that `refused` has words for (what is allowed instead), for wrong
 * lengths, and for weights below 0 or all 0.
 */
export const checkLabels = (
  at: string,
  { n, y, weight }: Omit<LabelledRows, 'x'>,
  refused: (outcome: number) => string | undefined,
): void => {
  if (y.length !== n) refuse(at, `y holds ${y.length} outcomes, ${n} rows need ${n}`);
  for (let i = 0; i < n; i++) {
    const outcome = y[i] as number;
    const allowed = Number.isFinite(outcome) ? refused(outcome) : 'a finite number';
    if (allowed !== undefined) refuse(`${at}, row ${i}`, `outcome ${outcome}, allowed is ${allowed}`);
  }
  if (weight === undefined) return;
  if (weight.length !== n) refuse(at, `weight holds ${weight.length} numbers, ${n} rows need ${n}`);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const w = weight[i] as number;
    if (!(w >= 0 && w < Infinity))
      refuse(`${at}, row ${i}`, `weight ${w}, allowed is a finite number of at least 0`);
    sum += w;
  }
  if (!(sum > 0)) refuse(at, 'all weights are 0');
};
