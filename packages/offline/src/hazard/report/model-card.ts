import type { EncodedColumn, RowEncoding } from '../rows/row-encoding.ts';
import type { HazardReport } from './hazard-report.ts';
import type { HazardMetrics, MetricRange } from './session-bootstrap.ts';

/** What the card tells beside the report. */
export type CardFacts = {
  readonly input: string;
  readonly event: string;
  readonly split: string;
  readonly train: { readonly rows: number; readonly sessions: number; readonly events: number };
  readonly notes: readonly string[];
};

const digits = (v: number): string => v.toFixed(4);
const range = (e: MetricRange | null): string =>
  e === null ? 'none: one outcome only' : `${digits(e.value)} [${digits(e.low)}, ${digits(e.high)}]`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const metricRow = (name: string, m: HazardMetrics): string[] => [
  name,
  String(m.rows),
  String(m.events),
  range(m.auc),
  range(m.logLoss),
  range(m.brier),
  range(m.ece),
];

const made = (column: EncodedColumn): string => {
  switch (column.kind) {
    case 'number': {
      const v = column.part === 'value' ? 'the number' : column.part;
      return `(${column.log ? `ln(1 + ${v})` : v} - ${column.centre}) / ${column.scale}, held to [${digits(column.low)}, ${digits(column.high)}]; 0 where missing`;
    }
    case 'missing':
      return '1 where it is missing, else 0';
    case 'level':
      return `1 where it is ${JSON.stringify(column.level)}, else 0`;
    case 'rate':
      return `log-odds of the event at the level beside all rows (${Object.keys(column.rates).length} levels, others ${column.otherwise})`;
  }
};

const METRICS = ['rows', 'n', 'events', 'AUC', 'log-loss', 'Brier', 'ECE'];

/** A model card in Markdown: what was learned from what, how good it is, and how a row becomes the model's input. */
export const modelCard = (report: HazardReport, encoding: RowEncoding, facts: CardFacts): string => {
  const { learned, metrics, recalibration: mended, withoutElapsed } = report;
  const forms = learned.forms.map((form) => [
    form.name,
    JSON.stringify(form.settings),
    form.logLoss === null ? '' : digits(form.logLoss),
    digits(form.weight),
  ]);
  return `# Hazard of ${facts.event}

A discrete-time hazard: the probability that the event happens in this period, given that it has not happened before.
Learned from ${facts.input}: ${facts.train.rows} rows of ${facts.train.sessions} sessions with ${facts.train.events} events. ${facts.split}

## How good it is

On ${metrics.rows} rows of ${metrics.sessions} sessions that were not learned from; every figure is that of model.blob in the kernel. 95 % intervals draw whole sessions.

${table(METRICS, [
  metricRow('this model', metrics),
  metricRow('before its calibration', report.uncalibrated),
  ...(withoutElapsed === null ? [] : [metricRow('without elapsed time', withoutElapsed.metrics)]),
  ...report.segments.map(({ name, value, metrics: own }) => metricRow(`${name} = ${value}`, own)),
])}

Log-loss of the training rows' share of events alone: ${digits(report.baseLogLoss)}. ECE is Σ (rows/n) |observed - predicted| over ten bins of equal size in the
order of prediction; its interval allows for the error that chance alone makes. With ten bins of equal width: ${range(metrics.eceWidth)}.

Recalibration on these rows: ${mended === null ? 'no answer' : `slope ${range(mended.slope)}, intercept ${range(mended.intercept)}, observed over expected ${digits(mended.observedOverExpected)}`}.

## What it is

Form: ${learned.name}, chosen on ${learned.folds} forward folds inside the training rows. Calibration: ${learned.calibration.map.method}.

${table(['form', 'settings', 'log-loss on the folds', 'weight'], forms)}

## The input row

${encoding.columns.length} numbers (32-bit floats) in this order; encoding.json holds the same for a program.
step counts the session's rows so far, elapsed is the time since its first row and gap since the row before (seconds where times are a calendar's).

${table(
  ['', 'name', 'column', 'how it is made'],
  encoding.columns.map((column, k) => [String(k), column.name, column.source ?? 'clock', made(column)]),
)}
${encoding.constant.length > 0 ? `\nNot used, since the training rows hold one value of them, or none that comes back: ${encoding.constant.join(', ')}.\n` : ''}
## Notes

${facts.notes.map((note) => `- ${note}`).join('\n') || '- none'}
`;
};
