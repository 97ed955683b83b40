import { sigmoid } from '@causeway/contract';
import type { CalibrationBin } from '../calibration.ts';
import { calibrationTable } from '../calibration.ts';
import type { LearnedHazard } from '../models/fit-tuned.ts';
import { eventCount } from '../models/hazard-rows.ts';
import { learnHazard, type ModelName } from '../models/learn-hazard.ts';
import { logLosses } from '../probability-metrics.ts';
import { CLOCKS } from '../rows/encode-rows.ts';
import { type PreparedRows, withoutColumns } from '../rows/prepare-rows.ts';
import { type Forecast, forecastRows } from './forecast.ts';
import { groupRows } from './group-rows.ts';
import { type Recalibration, recalibration } from './recalibration.ts';
import { type HazardMetrics, hazardMetrics } from './session-bootstrap.ts';
import { type ShippedHazard, shipHazard } from './ship-hazard.ts';

/** Rows of a segment or stage, by its value. */
export type SegmentMetrics = {
  readonly name: string;
  readonly value: string;
  readonly metrics: HazardMetrics;
};

export type HazardReport = {
  readonly learned: LearnedHazard;
  readonly shipped: ShippedHazard;
  readonly forecast: Forecast;
  readonly metrics: HazardMetrics;
  /** Log-loss of the training rows' share of events, said of every row. */
  readonly baseLogLoss: number;
  readonly calibration: readonly CalibrationBin[];
  readonly recalibration: Recalibration | null;
  /** The same score before its calibration. */
  readonly uncalibrated: HazardMetrics;
  /** Greatest |λ of the blob - λ in double precision| over the tested rows. */
  readonly largestGap: number;
  /** A model of the same kind that does not see the session's clocks; null when there were none, or it was not asked for. */
  readonly withoutElapsed: { readonly model: string; readonly metrics: HazardMetrics } | null;
  readonly segments: readonly SegmentMetrics[];
};

export type ReportOptions = {
  readonly model: ModelName;
  readonly seed: number;
  /** Columns that tell elapsed time, beside the clocks. */
  readonly elapsed: readonly string[];
  readonly compare: boolean;
  /** Named groupings of the tested rows. */
  readonly segments: Readonly<Record<string, readonly string[]>>;
};

const MOST_SEGMENTS = 20;
const FEWEST_SESSIONS = 10;

const segmentMetrics = (forecast: Forecast, options: ReportOptions): SegmentMetrics[] =>
  Object.entries(options.segments).flatMap(([name, values]) =>
    groupRows(values)
      .slice(0, MOST_SEGMENTS)
      .map(([value, rows]) => ({ value, own: forecastRows(forecast, rows) }))
      .filter(({ own }) => new Set(Array.from(own.session)).size >= FEWEST_SESSIONS)
      .map(({ value, own }) => ({ name, value, metrics: hazardMetrics(own, options.seed, 200) })),
  );

/** Learns on the training rows, ships, and measures the shipped blob on the tested ones. `session` is whose each tested row is. */
export const hazardReport = (
  prepared: PreparedRows,
  session: ArrayLike<string | number>,
  options: ReportOptions,
): HazardReport => {
  const { encoding, train, test } = prepared;
  const { model, seed } = options;
  const learned = learnHazard(train, model, seed);
  const shipped = shipHazard(
    learned,
    encoding.columns.map(({ name }) => name),
  );
  const forecastOf = (p: Float64Array): Forecast => ({ p, y: test.y, session });
  const forecast = forecastOf(shipped.predict(test));
  const exact = learned.predictScore(test.x, test.n).map(sigmoid);
  const isElapsed = (k: number): boolean => {
    const column = encoding.columns[k];
    const source = column?.source ?? null;
    return source === null
      ? CLOCKS.some((clock) => clock === column?.name)
      : options.elapsed.includes(source);
  };
  const drop = new Set(encoding.columns.filter((_, k) => isElapsed(k)).map(({ name }) => name));
  const blind =
    options.compare && drop.size > 0 && drop.size < encoding.columns.length
      ? withoutColumns(prepared, (name) => drop.has(name))
      : null;
  const blindLearned = blind === null ? null : learnHazard(blind.train, model, seed);
  const share = new Float64Array(test.n).fill(eventCount(train) / train.n);
  const names = Array.from(session, String);
  return {
    learned,
    shipped,
    forecast,
    metrics: hazardMetrics(forecast, seed),
    baseLogLoss: logLosses(share, test.y).reduce((a, b) => a + b, 0) / test.n,
    calibration: calibrationTable(forecast.p, test.y, names),
    recalibration: recalibration(forecast),
    uncalibrated: hazardMetrics(forecastOf(learned.rawScore(test.x, test.n).map(sigmoid)), seed, 200),
    largestGap: exact.reduce((most, p, i) => Math.max(most, Math.abs(p - (forecast.p[i] as number))), 0),
    withoutElapsed:
      blind === null || blindLearned === null
        ? null
        : {
            model: blindLearned.name,
            metrics: hazardMetrics(
              forecastOf(blindLearned.predictScore(blind.test.x, blind.test.n).map(sigmoid)),
              seed,
            ),
          },
    segments: segmentMetrics(forecast, options),
  };
};
