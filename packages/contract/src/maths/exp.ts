import { powerOfTwo } from './bits.ts';

const LN2_HIGH = 0.69314718036912381649; // ln 2 with its last 32 bits zero, so that k * LN2_HIGH is exact
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.442695040888963387;

/**
 * e^x in basic arithmetic alone, so that every engine gives the same bits (`Math.exp` does not).
 * x = k ln2 + r, |r| <= ln2/2; e^r by its Taylor polynomial of degree 13; error under 2 ulp.
 */
export const exp = (x: number): number => {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let p = 1;
  for (let n = 13; n >= 1; n--) p = 1 + (p * r) / n;
  if (k > 1023) return p * powerOfTwo(1023) * powerOfTwo(k - 1023);
  if (k < -1022) return p * powerOfTwo(-1022) * powerOfTwo(Math.max(k + 1022, -1022));
  return p * powerOfTwo(k);
};
