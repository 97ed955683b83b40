import { clamp, log, sigmoid } from '@causeway/contract';
import { fitLogistic } from '../../maths/index.ts';
import { brokenLine, type CalibrationMap, NO_CALIBRATION } from './calibration-map.ts';
import { isotonicPoints } from './isotonic-points.ts';

/** Learns a map from held-out scores and what came. */
export type Calibrator = (score: Float64Array, y: ArrayLike<number>) => CalibrationMap;

/** Knots of a curve that the kernel runs as a broken line. */
const KNOTS = 25;

const logistic = (
  columns: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  penalty: readonly number[],
) => {
  const [n, p] = [y.length, columns.length];
  const x = Float64Array.from({ length: n * p }, (_, k) => columns[k % p]?.[Math.floor(k / p)] as number);
  return fitLogistic({ x, n, p, y, penalty }).coefficients;
};

/** s + b: the common level alone; a Newton step at a time. */
const shift: Calibrator = (score, y) => {
  let b = 0;
  for (let round = 0; round < 30; round++) {
    let [gradient, information] = [0, 0];
    score.forEach((s, i) => {
      const p = sigmoid(s + b);
      gradient += (y[i] as number) - p;
      information += p * (1 - p);
    });
    const step = clamp(gradient / Math.max(information, 1e-9), -1, 1);
    b += step;
    if (Math.abs(step) < 1e-10) break;
  }
  return { ...NO_CALIBRATION, method: 'shift', shift: b };
};

/** a + b s (Platt), b above 0; where none is found, the shift alone. */
const platt: Calibrator = (score, y) => {
  const [a = 0, b = 1] = logistic([new Float64Array(score.length).fill(1), score], y, [0, 1e-3]);
  return b > 0 ? { method: 'platt', shift: a, slope: b, steps: [] } : shift(score, y);
};

/** a ln σ(s) - b ln(1 - σ(s)) + c (beta calibration), as a broken line between the least and the greatest score. */
const beta: Calibrator = (score, y) => {
  const up = score.map((s) => log(Math.max(sigmoid(s), 1e-12)));
  const down = score.map((s) => -log(Math.max(sigmoid(-s), 1e-12)));
  const [c = 0, a = 1, b = 1] = logistic(
    [new Float64Array(score.length).fill(1), up, down],
    y,
    [0, 1e-3, 1e-3],
  );
  const sorted = score.slice().sort();
  const [low, high] = [sorted[0] as number, sorted[sorted.length - 1] as number];
  if (a < 0 || b < 0 || high - low < 1e-6) return platt(score, y);
  return brokenLine(
    'beta',
    Array.from({ length: KNOTS }, (_, k) => {
      const s = low + ((high - low) * k) / (KNOTS - 1);
      return [s, a * log(Math.max(sigmoid(s), 1e-12)) - b * log(Math.max(sigmoid(-s), 1e-12)) + c] as const;
    }),
  );
};

/** The isotonic regression of the outcomes on the score, in log-odds, as a broken line through its levels. */
const isotonic: Calibrator = (score, y) => {
  const points = isotonicPoints(score, y);
  return points.length < 2 ? shift(score, y) : brokenLine('isotonic', points);
};

/** From the simplest on. */
export const CALIBRATORS: readonly Calibrator[] = [() => NO_CALIBRATION, shift, platt, beta, isotonic];
