import { sigmoid } from '@causeway/contract';
import { meanInterval } from '../../maths/index.ts';
import { logLosses } from '../probability-metrics.ts';
import { type CalibrationMap, calibrated, NO_CALIBRATION } from './calibration-map.ts';
import { CALIBRATORS, type Calibrator } from './calibrators.ts';

const CHUNKS = 4;
const FEWEST_EVENTS = 20;

export type CalibrationChoice = {
  readonly map: CalibrationMap;
  /** Mean log-loss of each way on later held-out rows than those it was learned from. */
  readonly tried: readonly { readonly method: string; readonly logLoss: number }[];
};

/** A score that hardly varies, or classes that part, can leave a way without an answer: then it is no choice. */
const attempt = (calibrator: Calibrator, score: Float64Array, y: Uint8Array): CalibrationMap | null => {
  try {
    return calibrator(score, y);
  } catch {
    return null;
  }
};

/**
 * Chooses a calibration on held-out scores in the order of time: each way is learned on the rows so far and measured on those that
 * follow, and the first one stands unless a later one is better by more than the standard error of the gain.
 */
export const chooseCalibration = (
  score: Float64Array,
  y: Uint8Array,
  session: Int32Array,
): CalibrationChoice => {
  const n = score.length;
  const edge = (k: number): number => Math.floor((k * n) / CHUNKS);
  const first = edge(1);
  const events = y.subarray(0, first).reduce((sum, v) => sum + v, 0);
  if (events < FEWEST_EVENTS || first - events < FEWEST_EVENTS) return { map: NO_CALIBRATION, tried: [] };
  const losses = CALIBRATORS.map((calibrator) => {
    const out = new Float64Array(n - first);
    for (let k = 1; k < CHUNKS; k++) {
      const [from, to] = [edge(k), edge(k + 1)];
      const map = attempt(calibrator, score.slice(0, from), y.subarray(0, from));
      if (map === null) return null;
      out.set(
        logLosses(calibrated(map, score.slice(from, to)).map(sigmoid), y.subarray(from, to)),
        from - first,
      );
    }
    return out;
  });
  const later = session.subarray(first);
  const mean = (v: Float64Array): number => v.reduce((a, b) => a + b, 0) / v.length;
  let best = 0;
  losses.forEach((own, k) => {
    if (k === 0 || own === null) return;
    const kept = losses[best] as Float64Array;
    const gain = meanInterval(
      own.map((v, i) => (kept[i] as number) - v),
      later,
    );
    if (gain.value > gain.standardError) best = k;
  });
  const map = attempt(CALIBRATORS[best] as Calibrator, score, y) ?? NO_CALIBRATION;
  const names = ['none', 'shift', 'platt', 'beta', 'isotonic'];
  const tried = losses.flatMap((own, k) =>
    own === null ? [] : [{ method: names[k] as string, logLoss: mean(own) }],
  );
  return { map, tried };
};
