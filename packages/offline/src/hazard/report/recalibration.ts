import { clamp, logit, sigmoid } from '@causeway/contract';
import { clusterErrors, fitLogistic, rowDot, studentQuantile } from '../../maths/index.ts';
import type { Forecast } from './forecast.ts';
import type { MetricRange } from './session-bootstrap.ts';

/** logit P(y = 1) = intercept + slope logit p on the tested rows: 0 and 1 for a forecast that needs no mending. */
export type Recalibration = {
  readonly slope: MetricRange;
  readonly intercept: MetricRange;
  /** Mean outcome over mean forecast. */
  readonly observedOverExpected: number;
};

/** Intervals allow a session's rows to be alike. Null where the regression has no answer (one outcome, one forecast). */
export const recalibration = ({ p, y, session }: Forecast): Recalibration | null => {
  const n = p.length;
  const x = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    x[2 * i] = 1;
    x[2 * i + 1] = logit(clamp(p[i] as number, 1e-7, 1 - 1e-7));
  }
  try {
    const fit = fitLogistic({ x, n, p: 2, y });
    const [a = 0, b = 1] = fit.coefficients;
    const residuals = Float64Array.from(
      { length: n },
      (_, i) => (y[i] as number) - sigmoid(rowDot(x, i, 2, fit.coefficients)),
    );
    const errors = clusterErrors({ x, n, p: 2, residuals, covariance: fit.covariance, cluster: session });
    const t = studentQuantile(0.975, Math.max(1, new Set(Array.from(session)).size - 1));
    const estimate = (value: number, k: number): MetricRange => ({
      value,
      low: value - t * (errors[k] as number),
      high: value + t * (errors[k] as number),
    });
    const sum = (v: ArrayLike<number>): number => Array.from(v).reduce((s, own) => s + own, 0);
    return { slope: estimate(b, 1), intercept: estimate(a, 0), observedOverExpected: sum(y) / sum(p) };
  } catch {
    return null;
  }
};
