import { Fault } from '@causeway/contract';
import type { NetParameters } from './net-options.ts';

export type NetData = {
  /** n x d, row-major, finite. */
  readonly x: Float32Array | Float64Array;
  readonly n: number;
  /** logistic: 0..1; squared: any; softmax: a class number. */
  readonly y: ArrayLike<number>;
  /** At least 0 each, one when left out. */
  readonly weight?: ArrayLike<number>;
};

export type NetInput = NetData & {
  readonly d: number;
  /** Rows that are not trained on; decide when to stop. */
  readonly validation?: NetData;
  readonly seed: number;
};

const refuse = (at: string, message: string): never => {
  throw new Fault('bad-input', `dense net, ${at}`, message);
};

/** Throws `bad-input` for wrong lengths and values that are not finite in f32. */
export const checkColumns = (at: string, x: Float32Array | Float64Array, n: number, d: number): void => {
  if (!Number.isInteger(n) || n < 1) refuse(at, `got ${n} rows, allowed is a whole number of at least 1`);
  if (!Number.isInteger(d) || d < 1) refuse(at, `got ${d} columns, allowed is a whole number of at least 1`);
  if (x.length !== n * d) refuse(at, `x holds ${x.length} numbers, ${n} rows of ${d} columns need ${n * d}`);
  for (let k = 0; k < x.length; k++) {
    if (!Number.isFinite(Math.fround(x[k] as number)))
      refuse(`${at}, row ${Math.floor(k / d)}, column ${k % d}`, `x is ${x[k]}, allowed are finite numbers`);
  }
};

const allowedOutcome = (y: number, { loss, classes }: NetParameters): string | undefined => {
  if (!Number.isFinite(y)) return 'a finite number';
  if (loss === 'logistic' && !(y >= 0 && y <= 1)) return 'a number from 0 to 1';
  if (loss === 'softmax' && !(Number.isInteger(y) && y >= 0 && y < classes))
    return `a whole number from 0 to ${classes - 1}`;
  return undefined;
};

/** Throws `bad-input` also for outcomes that the loss does not allow, and weights below 0 or all 0. */
export const checkRows = (at: string, data: NetData, d: number, params: NetParameters): void => {
  const { x, n, y, weight } = data;
  checkColumns(at, x, n, d);
  if (y.length !== n) refuse(at, `y holds ${y.length} outcomes, ${n} rows need ${n}`);
  for (let i = 0; i < n; i++) {
    const allowed = allowedOutcome(y[i] as number, params);
    if (allowed !== undefined) refuse(`${at}, row ${i}`, `outcome ${y[i]}, allowed is ${allowed}`);
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
