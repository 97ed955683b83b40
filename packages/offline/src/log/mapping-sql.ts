import { EVENT_NUMBERS, EVENT_TEXTS, Fault } from '@causeway/contract';
import { duckText } from '../table/duck-text.ts';
import { tokenSql } from '../table/index.ts';
import { IDENTIFIERS } from './event-tables.ts';
import { columnsOfMapping, type Mapping } from './mapping.ts';

const list = (texts: readonly string[]): string => `(${texts.map(duckText).join(', ')})`;
/** What was got, for a reason; identifiers are never shown. */
const got = (c: string): string => `'got ' || coalesce(left(${c}, 40), 'nothing') || ', allowed is '`;

type Parsed = {
  /** the value, NULL when missing or broken */
  readonly value: string;
  /** SQL of the reason, NULL when the value is good */
  readonly problem: string;
};

const CENTS = /cents$/;
/** The last millisecond that the contract's schema takes: the year 2100. */
const LAST_MS = 4_102_444_800_000;

const parseTime = ({ as, zone, format }: Mapping['at'], c: string): Parsed => {
  const inRange = (ms: string): string => `CASE WHEN ${ms} BETWEEN 0 AND ${LAST_MS} THEN ${ms} END`;
  const refused = (value: string, allowed: string): Parsed => ({
    value,
    problem: `CASE WHEN ${value} IS NULL THEN 'time: ' || ${got(c)} || ${duckText(allowed)} END`,
  });
  if (as === 'ms') return refused(inRange(`try_cast(${c} AS BIGINT)`), 'milliseconds since 1970, to 2100');
  if (as === 's') {
    return refused(
      inRange(`CAST(round(try_cast(${c} AS DOUBLE) * 1000) AS BIGINT)`),
      'seconds since 1970, to 2100',
    );
  }
  const hasOffset = `regexp_matches(${c}, '(Z|[+-][0-9]{2}(:?[0-9]{2})?)$')`;
  const looksIso = `regexp_matches(${c}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}')`;
  if (as === 'iso') {
    const moment = `CASE WHEN ${looksIso} AND ${hasOffset} THEN epoch_ms(try_cast(${c} AS TIMESTAMPTZ)) END`;
    return refused(inRange(moment), 'a time with its offset, like 2026-11-22T10:00:00Z');
  }
  // All of it is a date and a time of day: what else DuckDB takes behind them (an offset, UTC) it drops without a word.
  const isLocal = `regexp_matches(${c}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? *$')`;
  const local =
    format === undefined
      ? `CASE WHEN ${isLocal} THEN try_cast(${c} AS TIMESTAMP) END`
      : `try_strptime(${c}, ${duckText(format)})`;
  const moment = `timezone(${duckText(zone as string)}, ${local})`;
  // A time that the clocks skipped comes back as another. One that came twice is taken as the later: no feature sees it early.
  const exists = `timezone(${duckText(zone as string)}, ${moment}) = ${local}`;
  return refused(
    inRange(`CASE WHEN ${exists} THEN epoch_ms(${moment}) END`),
    `a local time that exists in ${zone}${format === undefined ? '' : `, like ${format}`}`,
  );
};

/**
 * A number, with exponent or with groups of thousands: only groups of three that do not begin with 0 are groups, so that a 12.50 among
 * decimal commas is broken and not 1250. Groups before a decimal point are taken where the mapping says that point.
 */
const numberForm = (decimal: ',' | '.' | undefined): string => {
  const point = decimal === ',' ? ',' : '[.]';
  const plain = `([0-9]+(${point}[0-9]*)?|${point}[0-9]+)([eE][+-]?[0-9]+)?`;
  if (decimal === undefined) return `^[+-]?${plain}$`;
  const group = decimal === ',' ? '[.]' : ',';
  return `^[+-]?([1-9][0-9]{0,2}(${group}[0-9]{3})+(${point}[0-9]*)?|${plain})$`;
};

const parseNumber = (
  name: string,
  by: NonNullable<Mapping['numbers'][keyof Mapping['numbers']]>,
  c: string,
): Parsed => {
  const present = `nullif(trim(${c}), '')`;
  if (by.yes !== undefined && by.no !== undefined) {
    const value = `CASE WHEN ${present} IN ${list(by.yes)} THEN 1.0 WHEN ${present} IN ${list(by.no)} THEN 0.0 END`;
    const allowed = duckText([...by.yes, ...by.no].join(', '));
    const problem = `CASE WHEN ${present} IS NOT NULL AND ${value} IS NULL THEN '${name}: ' || ${got(c)} || ${allowed} END`;
    return { value: `CAST(${value} AS DOUBLE)`, problem };
  }
  const bare =
    by.decimal === ',' ? `replace(replace(${present}, '.', ''), ',', '.')` : `replace(${present}, ',', '')`;
  const plain = `CASE WHEN regexp_matches(${present}, ${duckText(numberForm(by.decimal))}) THEN ${bare} END`;
  const scaled = `try_cast(${plain} AS DOUBLE) * CAST(${by.factor ?? 1} AS DOUBLE)`;
  const whole = CENTS.test(name) ? `round(${scaled})` : scaled;
  const value = `CASE WHEN abs(${whole}) <= 1e15 THEN ${whole} END`;
  const like = { ',': '1.234,50', '.': '1,234.50', none: '1234.50' }[by.decimal ?? 'none'];
  const allowed = `a number like ${like}`;
  const problem = `CASE WHEN ${present} IS NOT NULL AND ${value} IS NULL THEN '${name}: ' || ${got(c)} || '${allowed}' END`;
  return { value, problem };
};

const parseIdentifier = (
  name: string,
  by: NonNullable<Mapping['identifiers'][keyof Mapping['identifiers']]>,
  c: string,
  key: Uint8Array | null,
): Parsed => {
  const present = `nullif(trim(${c}), '')`;
  if (by.token === 'given') {
    const fits = `regexp_matches(${present}, '^(anon:)?[A-Za-z0-9_-]{1,64}$')`;
    return {
      value: `CASE WHEN ${fits} THEN ${present} END`,
      problem: `CASE WHEN NOT ${fits} THEN '${name}: it is not a token of letters, digits, - and _' END`,
    };
  }
  if (key === null) {
    throw new Fault(
      'missing-key',
      `mapping.identifiers.${name}`,
      'tokens are to be keyed, and no key was given',
    );
  }
  const text = by.normalise === 'email' ? `lower(${present})` : present;
  return { value: `CASE WHEN ${present} IS NOT NULL THEN ${tokenSql(key, text)} END`, problem: 'NULL' };
};

const parseText = (
  name: string,
  by: NonNullable<Mapping['texts'][keyof Mapping['texts']]>,
  c: string,
): Parsed => {
  if (by.is !== undefined) return { value: duckText(by.is), problem: 'NULL' };
  const present = `nullif(${c}, '')`;
  if (by.values !== undefined) {
    const cases = Object.entries(by.values).map(
      ([from, to]) => `WHEN ${duckText(from)} THEN ${duckText(to)}`,
    );
    const value = `CASE ${present} ${cases.join(' ')} END`;
    const allowed = duckText(Object.keys(by.values).slice(0, 10).join(', '));
    const problem = `CASE WHEN ${present} IS NOT NULL AND ${value} IS NULL THEN '${name}: ' || ${got(c)} || ${allowed} END`;
    return { value, problem };
  }
  const tooLong = `CASE WHEN length(${present}) > 200 THEN '${name}: it is longer than 200 characters' END`;
  return { value: present, problem: tooLong };
};

/**
 * A mapping as a SELECT over `raw` (line BIGINT, c0, c1, ... all text, in the order of `columnsOfMapping`): the columns of
 * `events` up to `content`, then line, reason (NULL when the row is good) and what may be kept of a broken row.
 */
export const mappingSql = (mapping: Mapping, key: Uint8Array | null): string => {
  const { all, identifying } = columnsOfMapping(mapping);
  const at = (name: string): string => `r.c${all.indexOf(name)}`;
  const { event, id } = mapping;
  const whole = all.map((name) => `coalesce(${at(name)}, chr(0))`).join(', chr(31), ');
  const problems: string[] = [];
  const value = ({ value: sql, problem }: Parsed): string => {
    if (problem !== 'NULL') problems.push(problem);
    return sql;
  };
  // The parts of an id are told apart by |: one within a part is escaped, or (a|b, c) would be (a, b|c).
  const part = (name: string): string =>
    id.length === 1 ? at(name) : `replace(replace(${at(name)}, '\\', '\\\\'), '|', '\\|')`;
  const named =
    id.length === 0 ? [`sha256(concat(${whole}))`] : id.map((name) => `nullif(${part(name)}, '')`);
  const idSql = `${duckText(`${mapping.name}:`)} || ${named.join(" || '|' || ")}`;
  problems.push(`CASE WHEN (${idSql}) IS NULL THEN 'id: it is missing' END`);
  problems.push(`CASE WHEN length(${idSql}) > 200 THEN 'id: it is longer than 200 characters' END`);
  const kindSql =
    event.is !== undefined
      ? duckText(event.is)
      : value(
          (({ value: sql }) => ({
            value: sql,
            problem: `CASE WHEN ${sql} IS NULL THEN 'kind: ' || ${got(at(event.column as string))} || ${duckText(Object.keys(event.values ?? {}).join(', '))} END`,
          }))(
            parseText(
              'kind',
              { column: event.column as string, values: event.values ?? {} },
              at(event.column as string),
            ),
          ),
        );
  const atSql = value(parseTime(mapping.at, at(mapping.at.column)));
  const identifiers = IDENTIFIERS.map((name) => {
    const by = mapping.identifiers[name];
    return `${by === undefined ? 'CAST(NULL AS VARCHAR)' : value(parseIdentifier(name, by, at(by.column), key))} AS ${name}`;
  });
  const numbers = EVENT_NUMBERS.map((name) => {
    const by = mapping.numbers[name];
    return `${by === undefined ? 'CAST(NULL AS DOUBLE)' : value(parseNumber(name, by, at(by.column)))} AS ${name}`;
  });
  const texts = EVENT_TEXTS.map((name) => {
    const by = mapping.texts[name];
    return `${by === undefined ? 'CAST(NULL AS VARCHAR)' : value(parseText(name, by, at(by.column ?? (all[0] as string))))} AS ${name}`;
  });
  const kept = all.filter((name) => !identifying.has(name)).map((name) => `${duckText(name)}: ${at(name)}`);
  return `SELECT ${idSql} AS id, ${duckText(mapping.name)} AS source, ${kindSql} AS kind, ${atSql} AS at_ms,
  ${[...identifiers, ...numbers, ...texts].join(',\n  ')},
  md5_number_lower(concat(${whole})) AS content, r.line AS line,
  nullif(concat_ws('; ', ${problems.join(',\n    ')}), '') AS reason,
  ${kept.length === 0 ? "'{}'" : `left(CAST(to_json({${kept.join(', ')}}) AS VARCHAR), 65536)`} AS text
FROM raw r`;
};
