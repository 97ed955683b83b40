import type { Condition, FeatureDefinition, FeatureWindow } from '@causeway/contract';
import { sqlNumber, sqlText } from '../table/index.ts';

/** A set of features as one SELECT, and what it wants of its two tables. */
export type CompiledFeatures = {
  /** columns row_id, then c0, c1, ... in the order of the definitions */
  readonly select: string;
  /** calendar windows: the table of asks must hold from_0, from_1, ... with the first moment of each, in this order */
  readonly calendars: readonly FeatureWindow[];
};

export type FeatureTables = { readonly history: string; readonly asks: string };

type Counted = Pick<FeatureDefinition, 'events' | 'where'>;

const oneOfKinds = (kinds: readonly string[]): string =>
  kinds.length === 1
    ? `h.kind = ${sqlText(kinds[0] as string)}`
    : `h.kind IN (${kinds.map(sqlText).join(', ')})`;

const conditionSql = ({ column, is, equals, from, below }: Condition): string => {
  if (is !== undefined) return `h.${column} = ${sqlText(is)}`;
  if (equals !== undefined) return `h.${column} = ${sqlNumber(equals)}`;
  return from !== undefined
    ? `h.${column} >= ${sqlNumber(from)}`
    : `h.${column} < ${sqlNumber(below as number)}`;
};

/** Collects the aggregates that the features need, each once, and names them p0, p1, ... */
const collector = () => {
  const parts = new Map<string, string>();
  const flags = new Map<string, string>();
  return {
    /** a predicate on a joined row: worked out once for each row, however many aggregates ask for it */
    flag: (sql: string): string => {
      const name = flags.get(sql) ?? `q${flags.size}`;
      flags.set(sql, name);
      return `h.${name}`;
    },
    flags: (): string => [...flags].map(([sql, name]) => `, ${sql} AS ${name}`).join(''),
    part: (sql: string): string => {
      const name = parts.get(sql) ?? `p${parts.size}`;
      parts.set(sql, name);
      return `p.${name}`;
    },
    list: (): string => [...parts].map(([sql, name]) => `${sql} AS ${name}`).join(',\n    '),
  };
};

const calendarKey = ({ days, zone }: FeatureWindow): string => `${days} ${zone}`;

/** The calendar windows of a set, each once. */
export const calendarsOf = (definitions: readonly FeatureDefinition[]): FeatureWindow[] => {
  const found = new Map<string, FeatureWindow>();
  for (const { window } of definitions) {
    if (window?.days !== undefined) found.set(calendarKey(window), window);
  }
  return [...found.values()];
};

const compileOne = (
  d: FeatureDefinition,
  calendars: readonly FeatureWindow[],
  { part, flag }: Pick<ReturnType<typeof collector>, 'part' | 'flag'>,
): string => {
  const { window } = d;
  const within =
    window === null
      ? []
      : window.ms !== undefined
        ? [`h.at_ms >= x.at_ms - ${window.ms}`]
        : [`h.at_ms >= x.from_${calendars.findIndex((c) => calendarKey(c) === calendarKey(window))}`];
  const filter = (set: Counted, ...more: string[]): string =>
    `FILTER (WHERE ${[oneOfKinds(set.events), ...set.where.map(conditionSql), ...within].map(flag).concat(more).join(' AND ')})`;
  const count = (set: Counted, ...more: string[]): string =>
    `coalesce(${part(`count(*) ${filter(set, ...more)}`)}, 0)`;
  const known = `h.${d.of} IS NOT NULL`;
  const of = (name: string): string => part(`${name}(h.${d.of}) ${filter(d)}`);
  switch (d.aggregate) {
    case 'count':
      return count(d);
    case 'present':
      return `CASE WHEN ${count(d)} > 0 THEN 1 ELSE 0 END`;
    case 'sum':
      return of('sum');
    case 'mean':
      return `${of('sum')} / nullif(${count(d, known)}, 0)`;
    case 'min':
      return of('min');
    case 'max':
      return of('max');
    case 'recency':
      return `(x.at_ms - ${part(`max(h.at_ms) ${filter(d)}`)}) / 8.64e7`;
    case 'tenure':
      return `(x.at_ms - ${part(`min(h.at_ms) ${filter(d)}`)}) / 8.64e7`;
    case 'last':
      return part(`argMax(h.${d.of}, h.seq) ${filter(d, known)}`);
    case 'distinct':
      return `coalesce(${part(`count(DISTINCT h.${d.of}) ${filter(d, known)}`)}, 0)`;
    case 'affinity': {
      const matching = count(d, `h.${d.of} = ${sqlText(d.value as string)}`);
      return `${matching} / nullif(${count(d, known)}, 0)`;
    }
    case 'rate':
      return `${count(d)} / nullif(${count(d.over as Counted)}, 0)`;
    case 'price-sensitivity': {
      const { share, weight } = d.prior as { share: number; weight: number };
      const positive = count(d, `h.${d.of} > 0`);
      return `(${positive} + ${sqlNumber(weight * share)}) / nullif(${count(d, known)} + ${sqlNumber(weight)}, 0)`;
    }
  }
};

/**
 * (A1) as one SQL text that DuckDB and ClickHouse both run: for every row of `asks` (row_id, person, at_ms) the features
 * of that person's rows in `history` (person, seq, at_ms, kind and the event columns) strictly before at_ms.
 *
 * The join comes first and the moment is a filter on it: measured, this is 3 to 4 times faster than ASOF joins and range
 * frames. `seq` orders a person's events by (at_ms, id), so that ties have one answer.
 */
export const compileFeatures = (
  definitions: readonly FeatureDefinition[],
  tables: FeatureTables,
): CompiledFeatures => {
  const calendars = calendarsOf(definitions);
  const found = collector();
  const values = definitions.map((d, k) => {
    const sql = compileOne(d, calendars, found);
    return `${d.default === null ? sql : `coalesce(${sql}, ${sqlNumber(d.default)})`} AS c${k}`;
  });
  const kinds = new Set(definitions.flatMap(({ events, over }) => [...events, ...(over?.events ?? [])]));
  const columns = [...new Set(definitions.flatMap(({ of }) => of ?? []))];
  const select = `WITH parts AS (
  SELECT h.row_id AS row_id,
    ${found.list()}
  FROM (
    SELECT x.row_id AS row_id, h.seq AS seq, h.at_ms AS at_ms${columns.map((name) => `, h.${name} AS ${name}`).join('')}${found.flags()}
    FROM ${tables.history} h INNER JOIN ${tables.asks} x ON x.person = h.person
    WHERE h.at_ms < x.at_ms AND ${oneOfKinds([...kinds].sort())}
  ) h
  GROUP BY h.row_id
)
SELECT x.row_id AS row_id,
  ${values.join(',\n  ')}
FROM ${tables.asks} x LEFT JOIN parts p ON p.row_id = x.row_id`;
  return { select, calendars };
};
