import { Fault } from '@causeway/contract';
import type { PersonPeriods } from '../exposure/exposures.ts';
import { type Interval, meanInterval, take } from '../maths/index.ts';
import { type CalibrationBin, calibrationTable } from './calibration.ts';
import { fitHazard, predictHazard } from './fit-hazard.ts';
import { auc, brierScores, logLosses } from './probability-metrics.ts';
import { hazardMetrics } from './report/session-bootstrap.ts';

/** How well a hazard fitted on the past foretells what came after it. Intervals are by session. */
export type HazardEvaluation = {
  readonly trainRows: number;
  readonly testRows: number;
  readonly splitAt: number;
  readonly logLoss: Interval;
  /** Log-loss of the training rows' share of leavings, for everyone. */
  readonly baseLogLoss: number;
  readonly auc: Interval;
  readonly brier: Interval;
  /** Expected calibration error in ten bins of equal size, with an interval that allows for chance alone making one. */
  readonly ece: { readonly value: number; readonly low: number; readonly high: number };
  readonly calibration: readonly CalibrationBin[];
};

const BOOTSTRAPS = 200;

/**
 * Fits on the sessions that began before the time at which `trainShare` of the rows had been seen, and measures on the later
 * ones. Throws `bad-input` when either side is too small to fit or to measure.
 */
export const evaluateHazard = (periods: PersonPeriods, seed: number, trainShare = 0.75): HazardEvaluation => {
  const start = new Map<string, number>();
  for (let i = 0; i < periods.n; i++) {
    const [s, at] = [periods.session[i] as string, periods.at[i] as number];
    start.set(s, Math.min(start.get(s) ?? Infinity, at));
  }
  const times = Float64Array.from(
    { length: periods.n },
    (_, i) => start.get(periods.session[i] as string) as number,
  );
  const splitAt = Float64Array.from(times).sort()[Math.floor(trainShare * periods.n)] ?? 0;
  const rows = Array.from({ length: periods.n }, (_, i) => i);
  const train = rows.filter((i) => (times[i] as number) < splitAt);
  const test = rows.filter((i) => (times[i] as number) >= splitAt);
  if (train.length < 50 || test.length < 50) {
    throw new Fault(
      'bad-input',
      'person periods',
      `a time split leaves ${train.length} and ${test.length} rows, 50 each are needed`,
    );
  }
  const { model, events } = fitHazard(periods, train);
  const p = take(predictHazard(model, periods), test);
  const y = take(periods.event, test);
  const session = test.map((i) => periods.session[i] as string);
  const calibration = calibrationTable(p, y, session);
  const share = new Float64Array(test.length).fill(events / train.length);
  return {
    trainRows: train.length,
    testRows: test.length,
    splitAt,
    logLoss: meanInterval(logLosses(p, y), session),
    baseLogLoss: meanInterval(logLosses(share, y), session).value,
    auc: auc(p, y, session),
    brier: meanInterval(brierScores(p, y), session),
    ece: hazardMetrics({ p, y: Uint8Array.from(y), session }, seed, BOOTSTRAPS).ece,
    calibration,
  };
};
