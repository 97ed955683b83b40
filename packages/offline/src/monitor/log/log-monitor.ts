import type { Warehouse } from '../../table/index.ts';
import { type Alert, changeAlert, driftAlert, type Family } from '../alert/index.ts';
import { type ChangeReport, detectChanges, makeSeries, type Series } from '../change/index.ts';
import { type ComparedColumn, compareColumns, type DriftReport } from '../drift/index.ts';

/** A metric of the log: one value a row of `sql` (at_ms, value), in the order of time. */
export type LogMetric = { readonly name: string; readonly family: Family; readonly sql: string };

const rate = (name: string, family: Family, condition: string, from: string): LogMetric => ({
  name,
  family,
  sql: `SELECT at_ms, CASE WHEN ${condition} THEN 1 ELSE 0 END AS value FROM ${from} ORDER BY at_ms, id`,
});
const level = (name: string, family: Family, value: string, from: string): LogMetric => ({
  name,
  family,
  sql: `SELECT at_ms, ${value} AS value FROM ${from} ORDER BY at_ms`,
});

const STAGES = ['cart', 'shipping', 'payment', 'review'];

/** What is watched: service, money, treatment, friction by stage and device, outcomes where nothing was done. */
export const LOG_METRICS: readonly LogMetric[] = [
  rate('unanswered questions', 'service', "result <> 'answered'", 'asked'),
  level('answer time, ms', 'service', 'took_ms', "asked WHERE result = 'answered'"),
  rate('decisions without a release', 'service', "mode = 'fallback'", 'decisions'),
  rate(
    'pages that dropped lines',
    'service',
    'd.session IS NOT NULL',
    '(SELECT e.*, e.session AS own FROM ends e) e LEFT JOIN (SELECT DISTINCT session FROM drops) d ON d.session = e.own',
  ),
  rate('anything done', 'causal', "action <> 'none'", "decisions WHERE mode <> 'fallback'"),
  rate(
    'orders without treatment',
    'causal',
    'converted',
    '(SELECT e.*, e.decision AS id FROM exposures e WHERE e.record LIKE \'%"action":"none"%\')',
  ),
  level('redeemed cents a decision', 'money', 'redeemed_cents', 'exposures'),
  level('margin a decision', 'money', 'reward', 'exposures'),
  rate('strangers', 'identity', 'NOT known', 'decisions'),
  ...STAGES.flatMap((stage) =>
    ['mobile', 'desktop'].map((device) =>
      level(
        `friction in ${stage} on ${device}`,
        'friction',
        'friction_index',
        `steps WHERE stage = '${stage}' AND ${device === 'mobile' ? '' : 'NOT '}mobile`,
      ),
    ),
  ),
  ...STAGES.map((stage) =>
    rate(`leaving in ${stage}`, 'friction', "closed_by = 'end'", `steps WHERE stage = '${stage}'`),
  ),
];

/** A metric on a few rows, or of more than this, is left out or thinned to its last ones. */
const LEAST = 60;
const MOST = 50_000;

const DAY_MS = 86_400_000;
/** A log of so many days has its first week for a reference, whenever it is looked at. */
const SETTLED_DAYS = 14;
const REFERENCE_DAYS = 7;
/** A promise of few false alarms is for a month of nights. */
const PROMISED_DAYS = 30;
/** Observations of a first week that are enough to compare with. */
const ENOUGH = 100;

/**
 * What later rows are compared with, and for how many the promise of few false alarms holds: the same every night, so that a monitor
 * that runs nightly draws once and not thirty times.
 */
const standing = ({ at }: Series, referenceUntil: number | undefined) => {
  const [first = 0, last = 0] = [at[0], at.at(-1)];
  const days = Math.max(1, (last - first) / DAY_MS);
  const horizon = Math.ceil((at.length * Math.max(days, PROMISED_DAYS)) / days);
  const week = first + REFERENCE_DAYS * DAY_MS;
  if (referenceUntil !== undefined) return { horizon, referenceUntil };
  const settled = days >= SETTLED_DAYS && at.filter((t) => t < week).length >= ENOUGH;
  return settled ? { horizon, referenceUntil: week } : { horizon };
};

export type LogMonitor = {
  readonly metrics: readonly (ChangeReport & { readonly family: Family })[];
  /** metrics with too few rows */
  readonly small: readonly string[];
  readonly drift: DriftReport | null;
  readonly alerts: readonly Alert[];
};

const has = async (warehouse: Warehouse, table: string): Promise<boolean> =>
  (
    await warehouse.rows<{ n: number }>(
      `SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = '${table}'`,
    )
  )[0]?.n === 1;

/** The rows as they stood at a moment. */
const before = (sql: string, until: number): string =>
  until === Number.POSITIVE_INFINITY ? sql : `SELECT * FROM (${sql}) WHERE at_ms < ${until} ORDER BY at_ms`;

/** First decisions of the last quarter of the log's time against those before: what the policy sees, in columns. */
const DRIFT = `SELECT at_ms, json_extract(record, '$.state.context.cartCents')::DOUBLE AS cart, json_extract(record, '$.hazard')::DOUBLE AS hazard,
  json_extract(record, '$.propensity')::DOUBLE AS propensity, json_extract_string(record, '$.state.stage') AS stage,
  json_extract_string(record, '$.state.context.mobile') AS mobile, json_extract_string(record, '$.known') AS known
  FROM exposures ORDER BY at_ms`;

const driftOf = async (warehouse: Warehouse, split: number | null, seed: number, until: number) => {
  const columns = await warehouse.columns(before(DRIFT, until));
  const at = (columns[0] ?? []) as number[];
  const cut = split ?? (at[0] ?? 0) + 0.75 * ((at.at(-1) ?? 0) - (at[0] ?? 0));
  const first = at.findIndex((t) => t >= cut);
  if (first < 100 || at.length - first < 100) return null;
  const numbers = ['cart', 'hazard', 'propensity'].map((name, k): ComparedColumn => {
    const values = Float64Array.from((columns[k + 1] ?? []) as (number | null)[], (v) => v ?? Number.NaN);
    return { name, kind: 'number', before: values.subarray(0, first), after: values.subarray(first) };
  });
  const texts = ['stage', 'mobile', 'known'].map((name, k): ComparedColumn => {
    const values = (columns[k + 4] ?? []) as (string | null)[];
    return { name, kind: 'text', before: values.slice(0, first), after: values.slice(first) };
  });
  return { drift: compareColumns([...numbers, ...texts], { seed }), from: cut, to: at.at(-1) ?? cut };
};

/**
 * Watches a warehouse: every metric over time, the chance of any false alarm shared out among them, and what decisions see, late against early.
 * `referenceUntil` says until when all is known to be in order.
 */
export const monitorLog = async (
  warehouse: Warehouse,
  options: {
    readonly falseAlarm: number;
    readonly seed: number;
    readonly referenceUntil?: number;
    readonly split?: number;
    /** Only what happened before this moment, as the monitor of that day saw it. */
    readonly until?: number;
  },
): Promise<LogMonitor> => {
  const { until = Number.POSITIVE_INFINITY } = options;
  const series: { series: Series; family: Family }[] = [];
  const small: string[] = [];
  for (const { name, family, sql } of LOG_METRICS) {
    const table = /FROM \(?(?:SELECT e\.\*.*? FROM )?(\w+)/.exec(sql)?.[1] ?? '';
    if (!(await has(warehouse, table))) continue;
    const [at = [], value = []] = (await warehouse.columns(before(sql, until))) as [number[], number[]];
    if (at.length < LEAST) small.push(name);
    else series.push({ family, series: makeSeries(name, at.slice(-MOST), value.slice(-MOST)) });
  }
  const { falseAlarm, referenceUntil, seed, split = null } = options;
  const each = falseAlarm / Math.max(1, series.length);
  const metrics = series.flatMap(({ series: one, family }) => {
    return [{ ...detectChanges(one, { falseAlarm: each, ...standing(one, referenceUntil) }), family }];
  });
  const drifted = (await has(warehouse, 'exposures')) ? await driftOf(warehouse, split, seed, until) : null;
  const alerts = [
    ...metrics.flatMap(({ changes, family }) => changes.map((change) => changeAlert(change, family))),
    ...(drifted?.drift.columns ?? [])
      .filter((column) => column.drifted)
      .map((column) =>
        driftAlert(column, column.name === 'propensity' ? 'causal' : 'data', {
          from: drifted?.from ?? 0,
          to: drifted?.to ?? 0,
        }),
      ),
  ];
  return { metrics, small, drift: drifted?.drift ?? null, alerts };
};
