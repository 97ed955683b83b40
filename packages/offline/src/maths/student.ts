import { exp, log } from '@causeway/contract';
import { normalQuantile } from './normal.ts';

/** ln Γ(x) for x > 0, by Stirling's series after shifting x above 10. */
const logGamma = (x: number): number => {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift -= log(y);
    y += 1;
  }
  const r = 1 / (y * y);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r / 1680))) / y;
  return shift + (y - 0.5) * log(y) - y + 0.9189385332046727 + series;
};

/** I_x(a, b), the regularised incomplete beta function, by Lentz's continued fraction. */
const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / Math.max(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
};

/** The distribution function of Student's t with `degrees` of freedom. */
export const studentCdf = (t: number, degrees: number): number => {
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
};

const known = new Map<string, number>();

/** Its quantile, by bisection, made once; the normal's above a million degrees of freedom. */
export const studentQuantile = (p: number, degrees: number): number => {
  if (degrees > 1e6) return normalQuantile(p);
  const name = `${p} ${degrees}`;
  const found = known.get(name) ?? searchQuantile(p, degrees);
  if (known.size > 10_000) known.clear();
  known.set(name, found);
  return found;
};

const searchQuantile = (p: number, degrees: number): number => {
  let [low, high] = [-1, 1];
  while (studentCdf(low, degrees) > p) low *= 2;
  while (studentCdf(high, degrees) < p) high *= 2;
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
