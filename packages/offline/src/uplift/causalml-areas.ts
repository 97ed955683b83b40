import { pandasDescending } from './numpy-order.ts';
import type { UpliftRows } from './uplift-rows.ts';

export type CausalmlAreas = {
  readonly qini: number;
  readonly qiniRaw: number;
  readonly auuc: number;
  readonly auucRaw: number;
};

/** Values that are not finite become points on the line between their neighbours, as pandas' `interpolate` does it. */
const interpolate = (v: Float64Array): Float64Array => {
  let last = 0;
  for (let k = 1; k < v.length; k++) {
    if (!Number.isFinite(v[k] as number)) continue;
    for (let m = last + 1; m < k; m++)
      v[m] = (v[last] as number) + (((v[k] as number) - (v[last] as number)) * (m - last)) / (k - last);
    last = k;
  }
  return v.fill(v[last] as number, last + 1);
};

/**
 * causalml's areas, means over 0, 1, .., n rows treated: AUUC of k (ȳ₁ - ȳ₀), Qini of y₁ - y₀ n₁ / n₀ less the straight line
 * to its end. Normalised: divided by the absolute value of the curve's end. Equal scores stand as pandas leaves them.
 */
export const causalmlAreas = (rows: UpliftRows): CausalmlAreas => {
  const { n, y, t, score } = rows;
  const order = pandasDescending(score);
  const lift = new Float64Array(n + 1);
  const qini = new Float64Array(n + 1);
  let [n1, n0, y1, y0] = [0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    const i = order[k] as number;
    if (t[i] === 1) {
      n1++;
      y1 += y[i] as number;
    } else {
      n0++;
      y0 += y[i] as number;
    }
    lift[k + 1] = y1 / n1 - y0 / n0;
    qini[k + 1] = y1 - (y0 * n1) / n0;
  }
  interpolate(lift);
  interpolate(qini);
  const auucRaw = lift.reduce((sum, v, k) => sum + v * k, 0) / (n + 1);
  const end = qini[n] as number;
  const qiniRaw = qini.reduce((sum, v) => sum + v, 0) / (n + 1) - end / 2;
  return {
    qini: qiniRaw / Math.abs(end),
    qiniRaw,
    auuc: auucRaw / Math.abs((lift[n] as number) * n),
    auucRaw,
  };
};
