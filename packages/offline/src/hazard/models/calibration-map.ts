import { clamp } from '@causeway/contract';

/**
 * A map of scores that the kernel can run: shift + slope s, and where there are steps Σ_j rise_j clip((s - from_j)/width_j, 0, 1)
 * with them.
 */
export type CalibrationMap = {
  readonly method: 'none' | 'shift' | 'platt' | 'beta' | 'isotonic';
  readonly shift: number;
  readonly slope: number;
  readonly steps: readonly { readonly from: number; readonly width: number; readonly rise: number }[];
};

export const NO_CALIBRATION: CalibrationMap = { method: 'none', shift: 0, slope: 1, steps: [] };

export const calibrated = ({ shift, slope, steps }: CalibrationMap, score: Float64Array): Float64Array =>
  score.map((s) =>
    steps.reduce(
      (sum, { from, width, rise }) => sum + rise * clamp((s - from) / width, 0, 1),
      shift + slope * s,
    ),
  );

/** The broken line through points of ascending score, flat before the first and behind the last. */
export const brokenLine = (
  method: CalibrationMap['method'],
  points: readonly (readonly [score: number, to: number])[],
): CalibrationMap => ({
  method,
  shift: points[0]?.[1] ?? 0,
  slope: 0,
  steps: points.slice(1).flatMap(([at, to], k) => {
    const [from, before] = points[k] as readonly [number, number];
    return to === before ? [] : [{ from, width: at - from, rise: to - before }];
  }),
});
