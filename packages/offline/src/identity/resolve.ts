import { digest } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

/**
 * The rule by which lines become persons. At this depth the pseudonym that the shop's server vouched for is the
 * person: one rule, deterministic, versioned, written beside every result, so that a later rule can be told from this
 * one.
 */
export const IDENTITY_RULE = {
  name: 'subject-is-person',
  version: 1,
  meaning: 'two lines are of one person when their subjects are equal; a stranger is a person of one visit',
} as const;
export const IDENTITY_DIGEST: string = digest(IDENTITY_RULE);

export type IdentityReport = { readonly rule: string; readonly persons: number; readonly strangers: number };

/** Rebuilds the table `persons` (subject, person, rule, known, first_at, last_at) from the log. */
export const resolve = async (warehouse: Warehouse): Promise<IdentityReport> => {
  await warehouse.run(`
    CREATE OR REPLACE TABLE persons AS
    SELECT subject, subject AS person, '${IDENTITY_RULE.name}@${IDENTITY_RULE.version}' AS rule,
      NOT starts_with(subject, 'anon:') AS known, min(at_ms) AS first_at, max(at_ms) AS last_at
    FROM (SELECT subject, at_ms FROM steps UNION ALL SELECT subject, at_ms FROM decisions
      UNION ALL SELECT subject, at_ms FROM outcomes)
    GROUP BY subject`);
  const [row] = await warehouse.rows<{ persons: number; strangers: number }>(
    'SELECT count(*) FILTER (WHERE known) AS persons, count(*) FILTER (WHERE NOT known) AS strangers FROM persons',
  );
  return {
    rule: `${IDENTITY_RULE.name}@${IDENTITY_RULE.version}`,
    persons: row?.persons ?? 0,
    strangers: row?.strangers ?? 0,
  };
};
