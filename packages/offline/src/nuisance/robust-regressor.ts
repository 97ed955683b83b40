import type { Regressor } from './regressor.ts';

/** Share of outcomes at each end that is cut. */
const TAIL = 0.01;

/**
 * Another regressor on outcomes cut at their own 1 % and 99 % quantiles, plus the mean of what was cut off: a few very large orders
 * move every prediction by the same, and none bends the curve.
 */
export const robustRegressor = (base: Regressor, tail = TAIL): Regressor => ({
  name: `robust ${base.name}`,
  fit: (rows) => {
    const sorted = rows.y.slice().sort();
    const at = (p: number): number => sorted[Math.round(p * (rows.n - 1))] as number;
    const [low, high] = [at(tail), at(1 - tail)];
    if (!(high > low)) return base.fit(rows);
    const cut = rows.y.map((v) => Math.min(high, Math.max(low, v)));
    let [off, total] = [0, 0];
    for (let i = 0; i < rows.n; i++) {
      const w = rows.weight === undefined ? 1 : (rows.weight[i] as number);
      off += w * ((rows.y[i] as number) - (cut[i] as number));
      total += w;
    }
    const predict = base.fit({ ...rows, y: cut });
    return (x, m) => predict(x, m).map((v) => v + (total > 0 ? off / total : 0));
  },
});
