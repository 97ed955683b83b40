import { digest } from '../maths/digest.ts';
import type { Checked } from '../schema.ts';
import {
  array,
  integer,
  literal,
  nullable,
  number,
  object,
  oneOf,
  optional,
  refuse,
  text,
} from '../schema.ts';
import { EVENT_COLUMNS, EVENT_NUMBERS, type EventNumber, eventKind } from './shop-event.ts';

/**
 * One feature of c_i (A1), declared once. R is the set of a person's events strictly before t that are of `events`,
 * satisfy `where`, and lie in `window`. The same definition is compiled to SQL for the past and folded event by event.
 *
 * - count |R| · present 1 if R is not empty, else 0 · sum, mean, min, max of the column `of` over what is not missing
 * - recency days from the last of R to t · tenure days from the first of R to t
 * - last the latest known `of`; at a tie of times the event with the larger id
 * - distinct how many different values of `of` · affinity share of R with `of` = `value` among those with `of` known
 * - rate |R| over the number of events of `over`
 * - price-sensitivity (k + weight x share) / (n + weight): k of n events with a known `of` have it above 0, shrunk
 *   towards the prior
 *
 * A feature whose base is empty has the value `default`; null is missing.
 */
export const AGGREGATES = [
  'count',
  'present',
  'sum',
  'mean',
  'min',
  'max',
  'recency',
  'tenure',
  'last',
  'distinct',
  'affinity',
  'rate',
  'price-sensitivity',
] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/**
 * What governance says of a feature. open: may be used. bounded: may be used within limits that the policy sets.
 * proxy: stands for a protected trait; it is reported on and never used for treatment. excluded: never computed.
 */
export const SENSITIVITIES = ['open', 'bounded', 'proxy', 'excluded'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

const column = oneOf(EVENT_COLUMNS);
const checkCondition = object({
  column,
  /** exactly one of these four */
  is: optional(text(200)),
  equals: optional(number(-1e15, 1e15)),
  from: optional(number(-1e15, 1e15)),
  below: optional(number(-1e15, 1e15)),
});
export type Condition = Checked<typeof checkCondition>;

/** The last `ms` milliseconds [t - ms, t), or `days` calendar days of `zone` up to t, today's included. */
const checkWindow = object({
  ms: optional(integer(1, 4e12)),
  days: optional(integer(1, 3660)),
  zone: optional(text(60, /^[A-Za-z0-9_+/-]+$/)),
});
export type FeatureWindow = Checked<typeof checkWindow>;

const shape = object({
  name: text(60, /^[a-z0-9][a-z0-9.-]*$/),
  about: text(200),
  owner: text(60),
  sensitivity: oneOf(SENSITIVITIES),
  events: array(eventKind, 20, 1),
  where: array(checkCondition, 8),
  aggregate: oneOf(AGGREGATES),
  of: optional(column),
  value: optional(text(200)),
  over: optional(object({ events: array(eventKind, 20, 1), where: array(checkCondition, 8) })),
  prior: optional(object({ share: number(0, 1), weight: number(0, 1e6) })),
  window: nullable(checkWindow),
  default: nullable(number(-1e15, 1e15)),
});
export type FeatureDefinition = Checked<typeof shape>;

const NUMERIC: readonly Aggregate[] = ['sum', 'mean', 'min', 'max', 'last', 'price-sensitivity'];
const WITH_COLUMN: readonly Aggregate[] = [...NUMERIC, 'distinct', 'affinity'];
export const isEventNumber = (name: string): name is EventNumber =>
  (EVENT_NUMBERS as readonly string[]).includes(name);

const refuseCondition = (condition: Condition, at: string): void => {
  const { is, equals, from, below } = condition;
  const given = [is, equals, from, below].filter((x) => x !== undefined).length;
  if (given !== 1) refuse(at, condition, 'exactly one of is, equals, from and below');
  if (isEventNumber(condition.column) !== (is === undefined)) {
    refuse(at, condition, 'is for a text column; equals, from and below for a number');
  }
};

/** Checks a definition, its parts against its aggregate included. Throws `bad-field`. */
export const checkFeatureDefinition = (value: unknown, at: string): FeatureDefinition => {
  const d = shape(value, at);
  const needs = (name: 'of' | 'value' | 'over' | 'prior', wanted: boolean): void => {
    if ((d[name] !== undefined) !== wanted) {
      refuse(
        `${at}.${name}`,
        d[name],
        wanted ? `something for ${d.aggregate}` : `nothing for ${d.aggregate}`,
      );
    }
  };
  needs('of', WITH_COLUMN.includes(d.aggregate));
  needs('value', d.aggregate === 'affinity');
  needs('over', d.aggregate === 'rate');
  needs('prior', d.aggregate === 'price-sensitivity');
  if (d.of !== undefined && NUMERIC.includes(d.aggregate) && !isEventNumber(d.of)) {
    refuse(`${at}.of`, d.of, `a number for ${d.aggregate}: ${EVENT_NUMBERS.join(', ')}`);
  }
  if (d.aggregate === 'affinity' && d.of !== undefined && isEventNumber(d.of)) {
    refuse(`${at}.of`, d.of, 'a text column for affinity');
  }
  if (d.window !== null) {
    const { ms, days, zone } = d.window;
    if ((ms === undefined) === (days === undefined))
      refuse(`${at}.window`, d.window, 'ms, or days with zone');
    if ((days === undefined) !== (zone === undefined)) refuse(`${at}.window`, d.window, 'days with zone');
  }
  d.where.forEach((condition, k) => refuseCondition(condition, `${at}.where[${k}]`));
  d.over?.where.forEach((condition, k) => refuseCondition(condition, `${at}.over.where[${k}]`));
  return d;
};

const file = object({
  kind: literal('features'),
  version: literal(1),
  name: text(60),
  features: array(checkFeatureDefinition, 500, 1),
});
/** A file of features: {kind: 'features', version: 1, name, features}. */
export type FeatureSet = Checked<typeof file>;

/** Checks a whole file; names are unique. Throws `bad-field`. */
export const checkFeatureSet = (value: unknown, at: string): FeatureSet => {
  const set = file(value, at);
  const seen = new Set<string>();
  set.features.forEach(({ name }, k) => {
    if (seen.has(name)) refuse(`${at}.features[${k}].name`, name, 'a name that is used once');
    seen.add(name);
  });
  return set;
};

/** The name of a set of definitions: equal definitions have equal digests. */
export const featureSetDigest = (set: FeatureSet): string => digest(set);

/** Those that may be computed: excluded ones are listed in the catalogue and nowhere else. */
export const computedFeatures = ({ features }: FeatureSet): FeatureDefinition[] =>
  features.filter(({ sensitivity }) => sensitivity !== 'excluded');
