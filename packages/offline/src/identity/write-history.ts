import { EVENT_NUMBERS, EVENT_TEXTS } from '@causeway/contract';
import { IDENTIFIERS } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';
import { newestVersion } from './explain.ts';
import { hasLog } from './identity-tables.ts';

const PERSONAL = IDENTIFIERS.filter((name) => name !== 'household');
const COLUMNS: readonly string[] = [...EVENT_NUMBERS, ...EVENT_TEXTS];

/** Every column of an event from the few that are given; the rest is unknown. */
const filled = (given: Readonly<Record<string, string>>): string =>
  COLUMNS.map((name) => {
    const type = (EVENT_NUMBERS as readonly string[]).includes(name) ? 'DOUBLE' : 'VARCHAR';
    return `CAST(${given[name] ?? 'NULL'} AS ${type}) AS ${name}`;
  }).join(', ');

const WHO =
  "CASE WHEN starts_with(subject, 'anon:') THEN 'cookie' ELSE 'subject' END AS type, subject AS value";

const MECHANISM = "CASE mode WHEN 'explore' THEN 'exploration' WHEN 'control' THEN 'holdout' ELSE mode END";
/** 1 when the draw was to do something, 0 when it was to do nothing. */
const DRAWN = "CASE WHEN action = 'none' THEN 0 ELSE 1 END";

/** What the edge's log adds to a person's history: what was drawn for them, and what their visits brought. */
const LOGGED = `
  UNION ALL SELECT ${WHO}, 'decision:' || id AS id, at_ms, 'onsite-decision' AS kind,
    ${filled({ arm: 'action', propensity: 'propensity', mechanism: MECHANISM, release: 'release', channel: "'onsite'", eligible: '1', score: DRAWN })}
    FROM decisions WHERE mode <> 'shadow'
  UNION ALL SELECT ${WHO}, 'outcome:' || id AS id, at_ms, 'onsite-' || type AS kind,
    ${filled({ cents: 'revenue_cents', discount_cents: 'redeemed_cents', channel: "'onsite'" })} FROM outcomes`;

/**
 * The table `history`: every event under its person's key of a version, `seq` in the order of (at_ms, id). An event with
 * several identifiers belongs to the person of its strongest. Returns how many events have a person, and how many none.
 */
export const writeHistory = async (
  warehouse: Warehouse,
  given?: number,
): Promise<{ readonly version: number; readonly events: number; readonly without: number }> => {
  const version = given ?? (await newestVersion(warehouse));
  const type = PERSONAL.map((name) => `WHEN ${name} IS NOT NULL THEN '${name}'`).join(' ');
  const all = `SELECT CASE ${type} END AS type, coalesce(${PERSONAL.join(', ')}) AS value, id, at_ms, kind,
    ${COLUMNS.join(', ')} FROM events ${(await hasLog(warehouse)) ? LOGGED : ''}`;
  await warehouse.run(`CREATE OR REPLACE TABLE history AS
    SELECT k.person, row_number() OVER (PARTITION BY k.person ORDER BY a.at_ms, a.id) AS seq, a.at_ms, a.kind,
      ${COLUMNS.map((name) => `a.${name}`).join(', ')}
    FROM (${all}) a INNER JOIN identity_keys k ON k.version = ${version} AND k.type = a.type AND k.value = a.value
    ORDER BY k.person, seq`);
  const [counts] = await warehouse.rows<{ events: number; all_events: number }>(
    `SELECT (SELECT count(*) FROM history) AS events, (SELECT count(*) FROM (${all})) AS all_events`,
  );
  const events = counts?.events ?? 0;
  return { version, events, without: (counts?.all_events ?? 0) - events };
};
