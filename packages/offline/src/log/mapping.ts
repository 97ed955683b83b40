import {
  array,
  type Check,
  type Checked,
  EVENT_NUMBERS,
  EVENT_TEXTS,
  eventKind,
  literal,
  number,
  object,
  oneOf,
  optional,
  record,
  refuse,
  text,
} from '@causeway/contract';
import { IDENTIFIERS } from './event-tables.ts';

const column = text(200);

const time = object({
  column,
  /** ms or s since 1970; iso with an offset in the text; local without one, in `zone` */
  as: oneOf(['ms', 's', 'iso', 'local']),
  zone: optional(text(60, /^[A-Za-z0-9_+/-]+$/)),
  /** strptime's letters, for local times that are not written as 2026-11-22 10:00:00 */
  format: optional(text(60, /^[^'\\]+$/)),
});

const kind = object({
  /** every row is of this kind */
  is: optional(eventKind),
  column: optional(column),
  /** the shop's word -> the kind; a word that is not here is broken */
  values: optional(record(text(200), eventKind, 100)),
});

const identifier = object({
  column,
  /** keyed: a token is made here with the shop's key; given: the column holds tokens already */
  token: oneOf(['keyed', 'given']),
  /** made alike before it is hashed: e-mail addresses are trimmed and lower-cased (all texts come in Unicode's form C) */
  normalise: optional(oneOf(['email', 'none'])),
});

const numberColumn = object({
  column,
  /** multiplied by this: 100 for a price in euros. Columns of cents are rounded to whole cents afterwards */
  factor: optional(number(-1e9, 1e9)),
  /** the decimal mark; the other one may stand between groups of thousands. Not said: a point, and no groups */
  decimal: optional(oneOf(['.', ','])),
  /** words that stand for 1 and for 0; all else is broken */
  yes: optional(array(text(40), 20, 1)),
  no: optional(array(text(40), 20, 1)),
});

const textColumn = object({
  column: optional(column),
  /** the same text in every row */
  is: optional(text(200)),
  values: optional(record(text(200), text(200), 1000)),
});

/** An object with some of these keys, each of the same form. */
const someOf =
  <K extends string, T>(keys: readonly K[], item: Check<T>): Check<Partial<Record<K, T>>> =>
  (value, at) => {
    const all = record(oneOf(keys) as Check<string>, item, keys.length)(value, at);
    return all as Partial<Record<K, T>>;
  };

const shape = object({
  kind: literal('mapping'),
  version: literal(1),
  /** the source: ids of events are unique within it */
  name: text(40, /^[a-z0-9][a-z0-9-]*$/),
  format: oneOf(['csv', 'parquet', 'ndjson']),
  delimiter: optional(text(1)),
  /** columns that name an event (joined by |; one within a part, and \, is escaped by \); none: a row is named by its whole content */
  id: array(column, 8),
  at: time,
  event: kind,
  identifiers: someOf(IDENTIFIERS, identifier),
  numbers: someOf(EVENT_NUMBERS, numberColumn),
  texts: someOf(EVENT_TEXTS, textColumn),
});

/** How a table of the shop's own becomes events: columns, types, time zones, units, identifiers. */
export type Mapping = Checked<typeof shape>;

/** Checks a mapping, parts that exclude each other included. Throws `bad-field`. */
export const checkMapping = (value: unknown, at: string): Mapping => {
  const mapping = shape(value, at);
  const { at: moment, event } = mapping;
  if ((moment.as === 'local') !== (moment.zone !== undefined)) {
    refuse(`${at}.at.zone`, moment.zone, 'a zone for local times, and for no others');
  }
  if (moment.format !== undefined && moment.as !== 'local') {
    refuse(`${at}.at.format`, moment.format, 'a format for local times only');
  }
  // DuckDB would read the moment by the offset and then shift it by the zone once more.
  if (/%z/i.test(moment.format ?? '')) {
    refuse(
      `${at}.at.format`,
      moment.format,
      'a format without %z or %Z: a local time has the zone that the mapping gives',
    );
  }
  const byColumn = event.column !== undefined && event.values !== undefined;
  if (
    (event.is !== undefined) === byColumn ||
    (event.column === undefined) !== (event.values === undefined)
  ) {
    refuse(`${at}.event`, event, 'either is, or column with values');
  }
  if (Object.keys(mapping.identifiers).length === 0) {
    refuse(`${at}.identifiers`, mapping.identifiers, `at least one of ${IDENTIFIERS.join(', ')}`);
  }
  for (const [name, { yes, no, factor }] of Object.entries(mapping.numbers)) {
    if ((yes === undefined) !== (no === undefined) || (yes !== undefined && factor !== undefined)) {
      refuse(`${at}.numbers.${name}`, { yes, no, factor }, 'yes with no, or a factor');
    }
  }
  for (const [name, { column: from, is }] of Object.entries(mapping.texts)) {
    if ((from === undefined) === (is === undefined))
      refuse(`${at}.texts.${name}`, { is }, 'either column or is');
  }
  return mapping;
};

/** The columns of the shop's table that a mapping reads, each once, and where raw identifiers stand. */
export const columnsOfMapping = (m: Mapping): { all: string[]; identifying: Set<string> } => {
  const identifying = new Set(Object.values(m.identifiers).map(({ column: name }) => name));
  const all = new Set<string>([...m.id, m.at.column, ...identifying]);
  if (m.event.column !== undefined) all.add(m.event.column);
  for (const { column: name } of Object.values(m.numbers)) all.add(name);
  for (const { column: name } of Object.values(m.texts)) if (name !== undefined) all.add(name);
  return { all: [...all], identifying };
};
