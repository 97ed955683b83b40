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

/** The earlier sessions' rows and the later ones'. */
export type TimeSplit = {
  readonly train: readonly number[];
  readonly test: readonly number[];
  readonly splitAt: number;
};

const BOOTSTRAPS = 200;

/** When each row's session began. */
export const sessionStarts = ({ n, session, at }: PersonPeriods): Float64Array => {
  const start = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const name = session[i] as string;
    start.set(name, Math.min(start.get(name) ?? Infinity, at[i] as number));
  }
  return Float64Array.from(session, (name) => start.get(name) as number);
};

/**
 * Divides sessions at the moment by which `trainShare` of the rows had begun. Throws `bad-input` when either side is too small to fit or to
 * measure.
 */
export const timeSplit = (periods: PersonPeriods, trainShare = 0.75): TimeSplit => {
  const times = sessionStarts(periods);
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
  return { train, test, splitAt };
};

/** Measures λ that was learned on the earlier rows (`p`, one a row of `test`) on the later ones. */
export const measureHazard = (
  periods: PersonPeriods,
  { train, test, splitAt }: TimeSplit,
  p: Float64Array,
  seed: number,
): HazardEvaluation => {
  const y = take(periods.event, test);
  const session = test.map((i) => periods.session[i] as string);
  const events = train.reduce((sum, i) => sum + (periods.event[i] as number), 0);
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
    calibration: calibrationTable(p, y, session),
  };
};

/** The linear hazard (B24) fitted on the earlier sessions, measured on the later ones. Throws as `timeSplit` and `fitHazard` do. */
export const evaluateHazard = (periods: PersonPeriods, seed: number, trainShare = 0.75): HazardEvaluation => {
  const split = timeSplit(periods, trainShare);
  const { model } = fitHazard(periods, split.train);
  return measureHazard(periods, split, take(predictHazard(model, periods), split.test), seed);
};
