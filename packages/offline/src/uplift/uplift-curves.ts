import type { RankedCounts } from './ranked-counts.ts';

/** A curve over the number of rows that are treated, from (0, 0). */
export type Curve = { readonly x: Float64Array; readonly y: Float64Array };

const curve = (c: RankedCounts, value: (k: number) => number): Curve => ({
  x: c.n1.map((n1, k) => n1 + (c.n0[k] as number)),
  y: c.n1.map((_, k) => value(k)),
});

const share = (top: number, bottom: number): number => (bottom === 0 ? 0 : top / bottom);

/** (ȳ₁ - ȳ₀)(n₁ + n₀) of those ranked so far: scikit-uplift's uplift curve. An arm without rows so far counts as mean 0. */
export const upliftCurve = (c: RankedCounts): Curve =>
  curve(
    c,
    (k) =>
      (share(c.y1[k] as number, c.n1[k] as number) - share(c.y0[k] as number, c.n0[k] as number)) *
      ((c.n1[k] as number) + (c.n0[k] as number)),
  );

/** y₁ - y₀ n₁ / n₀ of those ranked so far: scikit-uplift's Qini curve. */
export const qiniCurve = (c: RankedCounts): Curve =>
  curve(c, (k) => (c.y1[k] as number) - (c.y0[k] as number) * share(c.n1[k] as number, c.n0[k] as number));

/** Area by trapezoids. */
export const areaUnder = ({ x, y }: Curve): number => {
  let area = 0;
  for (let k = 1; k < x.length; k++)
    area += (((x[k] as number) - (x[k - 1] as number)) * ((y[k] as number) + (y[k - 1] as number))) / 2;
  return area;
};

/** The area of a curve less that of the straight line to its end, (0, 0)-(X, Y). */
const areaOver = (c: Curve, x: number, y: number): number => areaUnder(c) - (x * y) / 2;

/** (area of the curve - line) / (area of the perfect curve - line); the line ends where the perfect curve does. */
export const normalisedArea = (actual: Curve, perfect: Curve): number => {
  const x = perfect.x[perfect.x.length - 1] as number;
  const y = perfect.y[perfect.y.length - 1] as number;
  return areaOver(actual, x, y) / areaOver(perfect, x, y);
};
