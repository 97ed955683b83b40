import { exponentOf, powerOfTwo } from './bits.ts';

const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;
const ROOT_TWO = 1.4142135623730951;

/**
 * Natural logarithm in basic arithmetic alone: x = m 2^e with m in (sqrt(1/2), sqrt(2)],
 * ln m = 2 artanh(s), s = (m - 1)/(m + 1), by its series to s^23; error under 2 ulp.
 */
export const log = (x: number): number => {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  let shift = 0;
  let y = x;
  if (y < 2.2250738585072014e-308) {
    y *= powerOfTwo(54);
    shift = -54;
  }
  let e = exponentOf(y);
  let m = e > 1022 ? y * powerOfTwo(-1022) * powerOfTwo(1022 - e) : y * powerOfTwo(-e);
  if (m > ROOT_TWO) {
    m /= 2;
    e += 1;
  }
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let series = 0;
  for (let n = 23; n >= 3; n -= 2) series = s2 * (series + 1 / n);
  e += shift;
  return e * LN2_HIGH + (2 * s + (2 * s * series + e * LN2_LOW));
};
