import { sqlNumber, sqlText } from '../table/index.ts';
import { CHANNELS, type ExposureDefinition, type Treatment } from './exposure-definition.ts';

type Conditions = Treatment['units']['where'];

const kindsSql = (alias: string, kinds: readonly string[]): string =>
  kinds.length === 0 ? '1 = 0' : `${alias}.kind IN (${kinds.map(sqlText).join(', ')})`;

const whereSql = (alias: string, conditions: Conditions): string =>
  conditions.length === 0
    ? '1 = 1'
    : conditions
        .map(({ column, is, equals, from, below }) => {
          if (is !== undefined) return `${alias}.${column} = ${sqlText(is)}`;
          if (equals !== undefined) return `${alias}.${column} = ${sqlNumber(equals)}`;
          return from !== undefined
            ? `${alias}.${column} >= ${sqlNumber(from)}`
            : `${alias}.${column} < ${sqlNumber(below as number)}`;
        })
        .join(' AND ');

const flag = (condition: string): string => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;

const unitSql = (t: Treatment, history: string): string => {
  const eligible = t.eligible === undefined ? '1' : flag(whereSql('h', t.eligible));
  const treated =
    t.treated.where === undefined
      ? 'CASE WHEN max(g.seq) IS NULL THEN 0 ELSE 1 END'
      : flag(whereSql('h', t.treated.where));
  const units = `${kindsSql('h', t.units.events)} AND ${whereSql('h', t.units.where)}`;
  const arm = t.arms === 'column' ? 'arm' : "CASE WHEN treated = 1 THEN 'treated' ELSE 'control' END";
  const { propensity: p, mechanism: m } = t;
  const propensity =
    p.treated !== undefined
      ? `CASE WHEN treated = 1 THEN ${sqlNumber(p.treated)} ELSE ${sqlNumber(1 - p.treated)} END`
      : p.column !== undefined
        ? 'propensity'
        : 'nullif(1e0, 1e0)';
  const mechanism = m.is !== undefined ? sqlText(m.is) : 'mechanism';
  const columns = 'h.person, h.seq, h.at_ms, h.arm, h.propensity, h.mechanism, h.release';
  const source =
    t.treated.where !== undefined
      ? `SELECT ${columns}, ${eligible} AS eligible, ${treated} AS treated FROM ${history} h WHERE ${units}`
      : `SELECT ${columns}, ${t.eligible === undefined ? '1' : `max(${eligible})`} AS eligible, ${treated} AS treated
         FROM ${history} h LEFT JOIN (SELECT * FROM ${history} WHERE ${kindsSql(history, t.treated.events ?? [])}) g
           ON g.person = h.person AND g.at_ms >= h.at_ms AND g.at_ms <= h.at_ms + ${t.treated.withinMs}
         WHERE ${units} GROUP BY ${columns}`;
  return `SELECT person, seq, at_ms, ${sqlText(t.name)} AS treatment, ${sqlText(t.channel)} AS channel, eligible, treated,
    ${arm} AS arm, ${propensity} AS propensity, ${mechanism} AS mechanism, release FROM (${source}) AS u`;
};

/** Every unit of every treatment, repeats and all: one SELECT over `history`. */
export const unitsSql = (d: ExposureDefinition, history: string): string =>
  d.treatments.map((t) => unitSql(t, history)).join('\nUNION ALL ');

/** Names of the outcome columns of one window, in order. */
export const OUTCOME_COLUMNS = [
  'converted',
  'revenue_cents',
  'margin_cents',
  'returns',
  'support',
  'friction',
] as const;

/**
 * Outcomes of every row of `rows` (row_id, person, at_ms, until_ms) in (t, t + window] (A2), cut off at until_ms where the
 * repeats rule says so; columns row_id, then six for each window. Margin is revenue less what incentives took off.
 */
export const outcomesSql = (d: ExposureDefinition, history: string, rows: string): string => {
  const parts = d.outcomes.flatMap(({ windowMs: w }, k) => {
    const within = `h.at_ms > x.at_ms AND h.at_ms <= x.at_ms + ${w} AND h.at_ms <= x.until_ms`;
    const of = (kinds: readonly string[]): string => `FILTER (WHERE ${within} AND ${kindsSql('h', kinds)})`;
    const money = [...d.kinds.order, ...d.kinds.return];
    const sign = (column: string): string =>
      `sum(CASE WHEN ${kindsSql('h', d.kinds.return)} AND h.${column} > 0 THEN -h.${column} ELSE h.${column} END) ${of(money)}`;
    return [
      `count(*) ${of(d.kinds.order)} AS converted_${k}`,
      `${sign('cents')} AS revenue_${k}`,
      `${sign('discount_cents')} AS discount_${k}`,
      `count(*) ${of(d.kinds.return)} AS returns_${k}`,
      `count(*) ${of(d.kinds.support)} AS support_${k}`,
      `sum(h.score) ${of(d.kinds.friction)} AS friction_${k}`,
    ];
  });
  const finals = d.outcomes.flatMap((_, k) => [
    `CASE WHEN coalesce(o.converted_${k}, 0) > 0 THEN 1 ELSE 0 END AS converted_${k}`,
    `coalesce(o.revenue_${k}, 0) AS revenue_${k}`,
    `coalesce(o.revenue_${k}, 0) - coalesce(o.discount_${k}, 0) AS margin_${k}`,
    `coalesce(o.returns_${k}, 0) AS returns_${k}`,
    `coalesce(o.support_${k}, 0) AS support_${k}`,
    `coalesce(o.friction_${k}, 0) AS friction_${k}`,
  ]);
  const most = Math.max(...d.outcomes.map(({ windowMs: w }) => w));
  return `WITH o AS (SELECT x.row_id AS row_id, ${parts.join(', ')} FROM ${history} h INNER JOIN ${rows} x ON x.person = h.person
    WHERE h.at_ms > x.at_ms AND h.at_ms <= x.at_ms + ${most} GROUP BY x.row_id)
    SELECT x.row_id AS row_id, ${finals.join(', ')} FROM ${rows} x LEFT JOIN o ON o.row_id = x.row_id`;
};

/** Treated units of other treatments within the time before each row, by channel; columns row_id, onsite, email, push, loyalty. */
export const competingSql = (d: ExposureDefinition, units: string, rows: string): string => {
  const counts = CHANNELS.map(
    (channel) => `count(*) FILTER (WHERE u.channel = ${sqlText(channel)}) AS ${channel}`,
  ).join(', ');
  return `WITH o AS (SELECT x.row_id AS row_id, ${counts} FROM ${units} u INNER JOIN ${rows} x ON x.person = u.person
    WHERE u.treated = 1 AND u.at_ms < x.at_ms AND u.at_ms >= x.at_ms - ${d.competingMs} AND u.treatment <> x.treatment
    GROUP BY x.row_id)
    SELECT x.row_id AS row_id, ${CHANNELS.map((c) => `coalesce(o.${c}, 0) AS ${c}`).join(', ')}
    FROM ${rows} x LEFT JOIN o ON o.row_id = x.row_id`;
};
