import { Fault } from '@causeway/contract';
import { checkLabels, checkShape, type LabelledRows } from '../maths/index.ts';
import type { NetParameters } from './net-options.ts';

/** x: finite. y: logistic 0..1; squared any number; softmax a class number. */
export type NetData = LabelledRows;

export type NetInput = NetData & {
  readonly d: number;
  /** Rows that are not trained on; decide when to stop. */
  readonly validation?: NetData;
  readonly seed: number;
};

/** Throws `bad-input` for wrong lengths and values that are not finite in f32. */
export const checkColumns = (at: string, x: Float32Array | Float64Array, n: number, d: number): void => {
  checkShape(`dense net, ${at}`, x, n, d);
  for (let k = 0; k < x.length; k++) {
    if (!Number.isFinite(Math.fround(x[k] as number)))
      throw new Fault(
        'bad-input',
        `dense net, ${at}, row ${Math.floor(k / d)}, column ${k % d}`,
        `x is ${x[k]}, allowed are finite numbers`,
      );
  }
};

/** Throws `bad-input` also for outcomes that the loss does not allow, and weights below 0 or all 0. */
export const checkRows = (at: string, data: NetData, d: number, { loss, classes }: NetParameters): void => {
  checkColumns(at, data.x, data.n, d);
  checkLabels(`dense net, ${at}`, data, (y) => {
    if (loss === 'logistic' && !(y >= 0 && y <= 1)) return 'a number from 0 to 1';
    if (loss === 'softmax' && !(Number.isInteger(y) && y >= 0 && y < classes))
      return `a whole number from 0 to ${classes - 1}`;
    return undefined;
  });
};
