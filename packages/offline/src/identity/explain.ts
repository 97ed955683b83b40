import { Fault } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

export type Explanation = {
  readonly person: string;
  readonly version: number;
  readonly rules: string;
  readonly household: string | null;
  readonly identifiers: readonly {
    type: string;
    value: string;
    first_at: number;
    last_at: number;
    events: number;
  }[];
  /** why they are one: every link taken */
  readonly links: readonly Record<string, unknown>[];
  /** what else would have joined them to others, and which guard held it back */
  readonly refused: readonly Record<string, unknown>[];
  readonly changes: readonly Record<string, unknown>[];
};

/** The newest version of the keys. Throws `bad-input` when `resolve` has not run. */
export const newestVersion = async (warehouse: Warehouse): Promise<number> => {
  const found = await warehouse
    .rows<{ version: number | null }>('SELECT max(version) AS version FROM identity_versions')
    .catch(() => []);
  const version = found[0]?.version ?? null;
  if (version === null)
    throw new Fault('bad-input', warehouse.path, 'it holds no persons: run resolve first');
  return version;
};

/**
 * Why a person is one person: by a person's key, or by any identifier as type:value. Every identifier, link, guard and change
 * of the version is told. Throws `bad-input` for someone who is not there.
 */
export const explainPerson = async (warehouse: Warehouse, who: string, at?: number): Promise<Explanation> => {
  const version = at ?? (await newestVersion(warehouse));
  const [found] = await warehouse.rows<{ person: string; household: string | null }>(
    `SELECT person, household FROM identity_keys WHERE version = $1 AND (person = $2 OR type || ':' || value = $2) LIMIT 1`,
    [version, who],
  );
  if (found === undefined)
    throw new Fault('bad-input', who, `version ${version} knows no such person or identifier`);
  const { person, household } = found;
  const identifiers = await warehouse.rows<Explanation['identifiers'][number]>(
    `SELECT type, value, first_at, last_at, events FROM identity_keys WHERE version = ? AND person = ?
     ORDER BY first_at, type, value`,
    [version, person],
  );
  const links = (refused: boolean) =>
    warehouse.rows<Record<string, unknown>>(
      `SELECT rule, a_type || ':' || a AS a, b_type || ':' || b AS b, seen, first_at, last_at, evidence, probability,
         refused_by FROM identity_links l WHERE version = $1 AND (refused_by IS NOT NULL) = $3 AND
         EXISTS (SELECT 1 FROM identity_keys k WHERE k.version = $1 AND k.person = $2 AND
           ((k.type = l.a_type AND k.value = l.a) OR (k.type = l.b_type AND k.value = l.b)))
       ORDER BY first_at, a, b`,
      [version, person, refused],
    );
  const [rules] = await warehouse.rows<{ rules: string }>(
    'SELECT rules FROM identity_versions WHERE version = ?',
    [version],
  );
  const { name, version: number } = JSON.parse(rules?.rules ?? '{}') as { name: string; version: number };
  const changes = await warehouse.rows<Record<string, unknown>>(
    'SELECT version, change, old, new, identifiers FROM identity_changes WHERE old = $1 OR new = $1 ORDER BY version, old, new',
    [person],
  );
  return {
    person,
    version,
    rules: `${name}@${number}`,
    household,
    identifiers,
    links: await links(false),
    refused: await links(true),
    changes,
  };
};
