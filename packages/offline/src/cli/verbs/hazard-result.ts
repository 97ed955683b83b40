import type {
  HazardMetrics,
  HazardReport,
  MetricRange,
  PeriodRows,
  PreparedRows,
  RowSplit,
  SurvivalCurve,
} from '../../hazard/index.ts';
import type { TableOptions } from './hazard-table.ts';

/** What `causeway hazard --split-at` says as JSON: figures of the tested rows, and how the model came about. */
export const hazardResult = (from: {
  readonly report: HazardReport;
  readonly rows: PeriodRows;
  readonly split: RowSplit;
  readonly prepared: PreparedRows;
  readonly curves: readonly SurvivalCurve[];
  readonly options: TableOptions;
  /** Rows of the file. */
  readonly n: number;
}) => {
  const { report, rows, split, prepared, curves, options } = from;
  const { learned, metrics } = report;
  const ends = ({ low, high }: MetricRange) => ({ low, high });
  const figures = (m: HazardMetrics) => ({
    auc: m.auc?.value ?? null,
    logloss: m.logLoss.value,
    brier: m.brier.value,
    ece: m.ece.value,
    eceEqualWidth: m.eceWidth.value,
    n: m.rows,
    sessions: m.sessions,
    events: m.events,
    intervals: {
      auc: m.auc === null ? null : ends(m.auc),
      logloss: ends(m.logLoss),
      brier: ends(m.brier),
      ece: ends(m.ece),
      eceEqualWidth: ends(m.eceWidth),
    },
  });
  const sessionsOf = (own: Int32Array): number => new Set(Array.from(own, (i) => rows.session[i])).size;
  const trainEvents = prepared.train.y.reduce((sum, v) => sum + v, 0);
  const notes = [
    split.by === 'session'
      ? `Rows before ${options.splitAt} were learned from; sessions that began at it or later are tested${split.straddling > 0 ? `; ${split.straddling} later rows of sessions that had begun before it are set aside` : ''}.`
      : `No session begins at ${options.splitAt} or later, so rows are divided: those before it were learned from, those at it or later are tested. A session may be on both sides.`,
    ...Object.entries(rows.dropped).flatMap(([reason, count]) =>
      count > 0 ? [`${count} of ${from.n} rows dropped: ${REASONS[reason as keyof typeof REASONS]}.`] : [],
    ),
    ...(prepared.encoding.constant.length > 0
      ? [
          `Not used, since the training rows hold one value of them, or none that comes back: ${prepared.encoding.constant.join(', ')}.`,
        ]
      : []),
    ...(learned.folds === 0
      ? ['Too few events for folds inside the training rows: nothing could be chosen there.']
      : []),
    ...(metrics.auc === null ? ['The tested rows have one outcome only: there is no AUC.'] : []),
  ];
  return {
    model: learned.name,
    asked: options.model,
    ...figures(metrics),
    definitions: {
      ece: 'sum over ten bins of equal size in the order of prediction of (rows/n) |observed - predicted|',
      eceEqualWidth: 'the same over [0, 0.1), .. [0.9, 1]',
      intervals:
        '95 %, by bootstrap of whole sessions; AUC on the log-odds scale; ECE with the range of its bias by chance',
    },
    baseLogloss: report.baseLogLoss,
    train: { rows: prepared.train.n, sessions: sessionsOf(split.train), events: trainEvents },
    split: { at: options.splitAt, by: split.by, straddling: split.straddling },
    dropped: rows.dropped,
    inputs: prepared.encoding.columns.map(({ name }) => name),
    constant: prepared.encoding.constant,
    forms: learned.forms,
    stackLogloss: learned.stackLogLoss,
    folds: learned.folds,
    calibration: { method: learned.calibration.map.method, tried: learned.calibration.tried },
    recalibration: report.recalibration,
    uncalibrated: figures(report.uncalibrated),
    withElapsed: options.elapsed === 'yes' ? figures(metrics) : null,
    withoutElapsed:
      report.withoutElapsed === null
        ? null
        : { model: report.withoutElapsed.model, ...figures(report.withoutElapsed.metrics) },
    segments: report.segments.map(({ name, value, metrics: own }) => ({ name, value, ...figures(own) })),
    survival: curves,
    blob: { bytes: report.shipped.blob.length, inputs: prepared.encoding.columns.length },
    largestGap: report.largestGap,
    notes,
  };
};

const REASONS = {
  missingSession: 'no session',
  missingTime: 'no time',
  missingEvent: 'no event',
  duplicates: 'the same in every column that is read as a row before',
  afterEvent: 'after the event of their session',
};
