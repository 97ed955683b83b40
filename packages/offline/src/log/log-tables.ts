import { PHI_SIZE } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

/** The version of the tables below; a warehouse of another version is refused, never altered. */
export const WAREHOUSE_VERSION = 1;

const phi = Array.from({ length: PHI_SIZE }, (_, k) => `phi_${k} DOUBLE`).join(', ');
const stored = 'subject VARCHAR, received_at BIGINT, source VARCHAR';

/** One table a kind of line, keyed by the line's id; facts are rows of their own. Times: ms; money: cents. */
export const LOG_TABLES = {
  steps: `id VARCHAR, session VARCHAR, at_ms BIGINT, step INTEGER, stage VARCHAR, closed_by VARCHAR, cart_items INTEGER,
    cart_cents INTEGER, discount BOOLEAN, mobile BOOLEAN, known_before BOOLEAN, elapsed_ms INTEGER, ${phi},
    friction_index DOUBLE, smoothed DOUBLE, hazard DOUBLE, survival DOUBLE, model VARCHAR, ${stored}`,
  facts: `id VARCHAR, place INTEGER, session VARCHAR, step INTEGER, kind VARCHAR, at_ms BIGINT, stage VARCHAR,
    role VARCHAR, value DOUBLE, unit VARCHAR`,
  decisions: `id VARCHAR, session VARCHAR, at_ms BIGINT, point VARCHAR, step INTEGER, stage VARCHAR,
    known BOOLEAN, action VARCHAR,
    propensity DOUBLE, mode VARCHAR, release VARCHAR, worker VARCHAR, granted BOOLEAN, record VARCHAR, ${stored}`,
  outcomes: `id VARCHAR, session VARCHAR, at_ms BIGINT, type VARCHAR, revenue_cents BIGINT, margin_cents BIGINT,
    redeemed_decision VARCHAR, redeemed_cents BIGINT, ${stored}`,
  asked: `id VARCHAR, session VARCHAR, at_ms BIGINT, point VARCHAR, step INTEGER, result VARCHAR,
    decision VARCHAR, took_ms DOUBLE, ${stored}`,
  actions: `id VARCHAR, session VARCHAR, at_ms BIGINT, decision VARCHAR, event VARCHAR, ${stored}`,
  ends: `id VARCHAR, session VARCHAR, at_ms BIGINT, step INTEGER, "end" VARCHAR, ${stored}`,
  drops: `id VARCHAR, session VARCHAR, at_ms BIGINT, counts VARCHAR, ${stored}`,
} as const;
export type LogTable = keyof typeof LOG_TABLES;
export const LOG_TABLE_NAMES = Object.keys(LOG_TABLES) as LogTable[];

const KEEPING = `
  CREATE TABLE IF NOT EXISTS meta (name VARCHAR PRIMARY KEY, value VARCHAR);
  CREATE TABLE IF NOT EXISTS ingested_files (digest VARCHAR PRIMARY KEY, path VARCHAR, lines BIGINT, broken BIGINT);
  CREATE TABLE IF NOT EXISTS quarantine (path VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR);
  CREATE TABLE IF NOT EXISTS changed_days (name VARCHAR, day BIGINT, PRIMARY KEY (name, day));
  CREATE TABLE IF NOT EXISTS erased (token VARCHAR, until_ms BIGINT, PRIMARY KEY (token));`;

/**
 * Makes what is not there yet. The staging twin of each table holds a batch until it is merged, and dies with the
 * connection.
 */
export const createLogTables = async (warehouse: Warehouse): Promise<void> => {
  await warehouse.run(KEEPING);
  for (const name of LOG_TABLE_NAMES) {
    await warehouse.run(`CREATE TABLE IF NOT EXISTS ${name} (${LOG_TABLES[name]})`);
    await warehouse.run(`CREATE TEMP TABLE IF NOT EXISTS new_${name} (${LOG_TABLES[name]})`);
  }
  await warehouse.run("INSERT INTO meta VALUES ('version', ?) ON CONFLICT DO NOTHING", [
    String(WAREHOUSE_VERSION),
  ]);
};
