import { EVENT_NUMBERS, EVENT_TEXTS } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

/**
 * What a person can be known by. subject is the shop's pseudonym that the edge sees; cookie its name for a visitor without
 * one; the others are tokens of the shop's own identifiers. Never an identifier in the clear.
 */
export const IDENTIFIERS = [
  'subject',
  'account',
  'loyalty',
  'email',
  'device',
  'cookie',
  'household',
] as const;
export type Identifier = (typeof IDENTIFIERS)[number];

export const EVENT_TABLE_COLUMNS: readonly string[] = [
  'id',
  'source',
  'kind',
  'at_ms',
  ...IDENTIFIERS,
  ...EVENT_NUMBERS,
  ...EVENT_TEXTS,
  'content',
  'batch',
];

const TYPES = `id VARCHAR, source VARCHAR, kind VARCHAR, at_ms BIGINT,
  ${IDENTIFIERS.map((name) => `${name} VARCHAR`).join(', ')},
  ${EVENT_NUMBERS.map((name) => `${name} DOUBLE`).join(', ')},
  ${EVENT_TEXTS.map((name) => `${name} VARCHAR`).join(', ')}, content UBIGINT, batch BIGINT`;

/**
 * The shop's own events, all sources in one table; what was read, what was set aside, the days that Parquet has yet to
 * follow, and digests of what was erased.
 */
export const createEventTables = async (warehouse: Warehouse): Promise<void> => {
  await warehouse.run(`
    CREATE TABLE IF NOT EXISTS events (${TYPES});
    CREATE TABLE IF NOT EXISTS ingested_files (digest VARCHAR PRIMARY KEY, path VARCHAR, lines BIGINT, broken BIGINT);
    CREATE TABLE IF NOT EXISTS quarantine (path VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR);
    CREATE TABLE IF NOT EXISTS changed_days (name VARCHAR, day BIGINT, PRIMARY KEY (name, day));
    CREATE TABLE IF NOT EXISTS erased (token VARCHAR, until_ms BIGINT, PRIMARY KEY (token));`);
};
