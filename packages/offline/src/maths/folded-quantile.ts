import { normalCdf, normalQuantile } from './normal.ts';

/** The h with P(|Z + bias| <= h) = p for a standard normal Z: half the width of an interval around a centre that is off by `bias`. */
export const foldedQuantile = (p: number, bias: number): number => {
  const off = Math.abs(bias);
  let [low, high] = [0, off + normalQuantile((1 + p) / 2)];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle - off) - normalCdf(-middle - off) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
