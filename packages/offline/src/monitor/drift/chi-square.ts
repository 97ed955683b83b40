import { exp, log } from '@causeway/contract';
import { normalCdf } from '../../maths/index.ts';

/** P(χ²_k > x): exact sums for whole degrees (Abramowitz and Stegun 26.4.4, 26.4.5). */
export const chiSquareTail = (x: number, degrees: number): number => {
  if (!(x > 0)) return 1;
  const even = degrees % 2 === 0;
  // Terms x^j e^{-x/2} / (2·4·..) or / (1·3·..), by logarithms, so that large x and many degrees stay in range.
  let sum = even ? exp(-x / 2) : 2 * (1 - normalCdf(Math.sqrt(x)));
  let term = even ? -x / 2 : -x / 2 + log(Math.sqrt(x)) + log(Math.sqrt(2 / Math.PI));
  for (let k = even ? 2 : 1; k < degrees; k += 2) {
    if (even) term += log(x) - log(k);
    else if (k > 1) term += log(x) - log(k);
    sum += exp(term);
  }
  return Math.min(1, sum);
};
