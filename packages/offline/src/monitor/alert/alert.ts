import { digest } from '@causeway/contract';
import type { Change } from '../change/index.ts';
import type { ColumnDrift } from '../drift/index.ts';

export const FAMILIES = [
  'service',
  'data',
  'skew',
  'identity',
  'causal',
  'friction',
  'fairness',
  'money',
] as const;
export type Family = (typeof FAMILIES)[number];

/** Something that someone should look at: what, by what evidence, and what to do next. */
export type Alert = {
  readonly kind: 'alert';
  readonly version: 1;
  /** digest of (family, metric, what it did, when it began by the day): the same trouble seen again has the same id */
  readonly id: string;
  readonly family: Family;
  readonly metric: string;
  readonly severity: 'look' | 'act';
  readonly cause: string;
  readonly evidence: string;
  readonly next: string;
  /** when it began, and when it was first certain; ms, or the file's own unit */
  readonly onsetAt: number;
  readonly detectedAt: number;
  readonly open: boolean;
};

const DAY_MS = 86_400_000;

const NEXT: Readonly<Record<Family, string>> = {
  service:
    'Look at /v1/admin/metrics and the worker’s log of that hour; if answers are failing, roll back the last deployment.',
  data: 'Find what changed at the source (a page, a tag, a campaign). If it is meant, learn again on the days since; if not, mend it first.',
  skew: 'Do not learn from these rows: run causeway reconcile, and compare the page’s and the study’s version.',
  identity: 'Run causeway resolve and read its guards; learn nothing from these days until links are right.',
  causal:
    'Raise exploration for this group, and hold the policy where it is until the calibration holds again.',
  friction:
    'Open the step in the shop on that device; a payment or validation fault is the shop’s to mend. Hold incentives there meanwhile.',
  fairness: 'Read the group’s treatment rate and benefit; set bounds for it in the release, or roll back.',
  money: 'Read /v1/admin/budget; lower the cap or raise the multiplier; check redemptions for abuse.',
};

const figure = (x: number): string => (Math.abs(x) >= 100 ? x.toFixed(0) : x.toPrecision(3));

export const makeAlert = (
  what: Omit<Alert, 'kind' | 'version' | 'id' | 'next'> & {
    readonly next?: string;
    readonly direction: string;
  },
): Alert => {
  const { direction, next, ...rest } = what;
  const id = digest(['alert', rest.family, rest.metric, direction, Math.floor(rest.onsetAt / DAY_MS)]);
  return { kind: 'alert', version: 1, id, ...rest, next: next ?? NEXT[rest.family] };
};

/** A change of a metric as an alert. */
export const changeAlert = (change: Change, family: Family, next?: string): Alert => {
  const verb = change.change === 'up' ? 'rose' : change.change === 'down' ? 'fell' : 'scatters more';
  return makeAlert({
    family,
    metric: change.metric,
    severity: change.evidence > 2 * change.threshold ? 'act' : 'look',
    cause: `${change.metric} ${verb}: ${figure(change.before)} before, ${figure(change.after)} since`,
    evidence: `ln likelihood ratio ${change.evidence.toFixed(1)} (needed ${change.threshold.toFixed(1)}) after ${change.alarm - change.onset + 1} observations`,
    onsetAt: change.onsetAt,
    detectedAt: change.alarmAt,
    open: change.end === null,
    direction: change.change,
    ...(next === undefined ? {} : { next }),
  });
};

/** A drifted column as an alert. */
export const driftAlert = (
  drift: ColumnDrift,
  family: Family,
  span: { readonly from: number; readonly to: number },
): Alert =>
  makeAlert({
    family,
    metric: drift.name,
    severity: drift.stabilityIndex >= 0.25 ? 'act' : 'look',
    cause: `${drift.name} is distributed otherwise: ${drift.says}`,
    evidence: `stability index ${drift.stabilityIndex.toFixed(2)}, distance ${drift.distance.toFixed(2)}, p ${drift.p.toPrecision(2)} after Holm, ${drift.before} and ${drift.after} rows`,
    onsetAt: span.from,
    detectedAt: span.to,
    open: true,
    direction: 'drift',
  });
