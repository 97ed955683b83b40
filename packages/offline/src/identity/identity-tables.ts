import { createEventTables, IDENTIFIERS } from '../log/index.ts';
import { type Columns, copyTable, type Engine, type Warehouse } from '../table/index.ts';

/** Every version of the keys stays: with its rules, links (taken and refused), keys, and what changed from the last. */
export const createIdentityTables = async (warehouse: Warehouse): Promise<void> => {
  await createEventTables(warehouse);
  await warehouse.run(`
    CREATE TABLE IF NOT EXISTS identity_versions (version INTEGER PRIMARY KEY, rules VARCHAR, rules_digest VARCHAR,
      data_digest VARCHAR, made_at BIGINT, persons BIGINT, report VARCHAR);
    CREATE TABLE IF NOT EXISTS identity_links (version INTEGER, rule VARCHAR, a_type VARCHAR, a VARCHAR, b_type VARCHAR,
      b VARCHAR, first_at BIGINT, last_at BIGINT, seen BIGINT, evidence VARCHAR, probability DOUBLE, refused_by VARCHAR);
    CREATE TABLE IF NOT EXISTS identity_keys (version INTEGER, type VARCHAR, value VARCHAR, first_at BIGINT,
      last_at BIGINT, events BIGINT, person VARCHAR, household VARCHAR);
    CREATE TABLE IF NOT EXISTS identity_changes (version INTEGER, change VARCHAR, old VARCHAR, new VARCHAR,
      identifiers BIGINT);`);
};

const LOG_TABLES = ['steps', 'decisions', 'outcomes'];

/** The tables of the log that a warehouse has; one that only holds the shop's own events has none. */
export const hasLog = async (warehouse: Warehouse): Promise<boolean> => {
  const found = await warehouse.rows<{ table_name: string }>('SELECT table_name FROM duckdb_tables()');
  const names = found.map(({ table_name: name }) => name);
  return LOG_TABLES.every((name) => names.includes(name));
};

const SEEN = LOG_TABLES.map((name) => `SELECT session, subject, at_ms FROM ${name}`).join(' UNION ALL ');

/**
 * The temporary table `sightings`: every time that identifiers were met together. A row an event of the shop's, and a row a
 * visit in the log, where a visitor without a name and the customer of the same visit meet.
 */
export const writeSightings = async (warehouse: Warehouse): Promise<void> => {
  const none = ['account', 'loyalty', 'email', 'device']
    .map((name) => `CAST(NULL AS VARCHAR) AS ${name}`)
    .join(', ');
  const visits = `
    UNION ALL SELECT k.session, k.at_ms, k.subject, ${none}, a.subject, NULL
      FROM seen k LEFT JOIN seen a ON a.session = k.session AND starts_with(a.subject, 'anon:')
      WHERE NOT starts_with(k.subject, 'anon:')
    UNION ALL SELECT session, at_ms, NULL, ${none}, subject, NULL FROM seen WHERE starts_with(subject, 'anon:')`;
  const log = await hasLog(warehouse);
  await warehouse.run(`CREATE OR REPLACE TEMP TABLE sightings AS
    ${log ? `WITH seen AS (SELECT session, subject, min(at_ms) AS at_ms FROM (${SEEN}) GROUP BY session, subject)` : ''}
    SELECT id, at_ms, subject, account, loyalty, email, device, cookie, household FROM events ${log ? visits : ''}`);
};

const SIGHTING_COLUMNS: Columns = {
  id: 'VARCHAR',
  at_ms: 'BIGINT',
  person: 'VARCHAR',
  ...Object.fromEntries(IDENTIFIERS.map((name) => [name, 'VARCHAR?' as const])),
};

/** Makes `sightings` and brings it to the engine that is to join them, spread by the id of the event: no person is known yet. */
export const placeSightings = async (warehouse: Warehouse, engine: Engine): Promise<boolean> => {
  await createIdentityTables(warehouse);
  await writeSightings(warehouse);
  const select = `SELECT id, at_ms, id AS person, ${IDENTIFIERS.join(', ')} FROM sightings`;
  return copyTable(warehouse, engine, 'sightings', SIGHTING_COLUMNS, select);
};
