/** aᵀb, summed from the first entry to the last: the order is part of the contract. Lengths must agree. */
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) throw new RangeError(`dot of lengths ${a.length} and ${b.length}`);
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
};

export const clamp = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);

export const zeros = (length: number): number[] => new Array<number>(length).fill(0);

/** x / (x + half): 0 at 0, one half at `half`, 1 at infinity; exact in every engine. */
export const saturate = (x: number, half: number): number => x / (x + half);
