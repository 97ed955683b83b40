import { Fault } from '@causeway/contract';

/** One metric over time: one value an observation, in the order of time; NaN never stands here. */
export type Series = {
  readonly name: string;
  /** ms since 1970, or any number that grows */
  readonly at: Float64Array;
  readonly value: Float64Array;
  /** observations that had no value */
  readonly missing: number;
};

/** Sorts by time (ties keep their order) and leaves out what has no value. Throws `bad-input` when a time is no number. */
export const makeSeries = (name: string, at: ArrayLike<number>, value: ArrayLike<number>): Series => {
  const n = Math.min(at.length, value.length);
  const order: number[] = [];
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(at[i] as number))
      throw new Fault('bad-input', `${name}, row ${i + 1}`, `got the time ${at[i]}, allowed is a moment`);
    if (Number.isFinite(value[i] as number)) order.push(i);
  }
  order.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  return {
    name,
    at: Float64Array.from(order, (i) => at[i] as number),
    value: Float64Array.from(order, (i) => value[i] as number),
    missing: n - order.length,
  };
};

/** True when every value is 0 or 1. */
export const isRate = ({ value }: Pick<Series, 'value'>): boolean => value.every((v) => v === 0 || v === 1);
