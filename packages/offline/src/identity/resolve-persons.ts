import { digest } from '@causeway/contract';
import type { Identifier } from '../log/index.ts';
import type { Engine, Warehouse } from '../table/index.ts';
import { appendRows, duckdbEngine, tableDigest } from '../table/index.ts';
import { identifierKey, joinPersons } from './components.ts';
import { households } from './households.ts';
import { placeSightings } from './identity-tables.ts';
import { type Link, type Met, readLinks, readMet } from './links.ts';
import { readPortraits } from './portraits.ts';
import { type Portrait, type ProbableReport, probableLinks } from './probable-links.ts';
import { type IdentityQuality, identityQuality } from './quality.ts';
import { type IdentityRules, rulesDigest } from './rules.ts';

export type ResolveReport = {
  readonly version: number;
  /** false when these rules had been applied to the very same data before: nothing was written */
  readonly changed: boolean;
  readonly rules: string;
  readonly persons: number;
  readonly merges: number;
  readonly splits: number;
  readonly probable: ProbableReport | null;
  readonly quality: IdentityQuality;
};

const big = (x: number): bigint => BigInt(x);
const linkCells = (version: number, l: Link) => [
  version,
  l.rule,
  l.aType,
  l.a,
  l.bType,
  l.b,
  big(l.firstAt),
  big(l.lastAt),
  big(l.seen),
  l.evidence,
  l.probability,
  l.refusedBy,
];

/** What became of the persons of the version before: those that flowed together, and those that fell apart. */
const CHANGES = `INSERT INTO identity_changes
  WITH pairs AS (
    SELECT o.person AS old, n.person AS new, count(*) AS identifiers FROM identity_keys o
    INNER JOIN identity_keys n ON n.version = $1 AND n.type = o.type AND n.value = o.value
    WHERE o.version = $1 - 1 AND o.person IS NOT NULL AND n.person IS NOT NULL GROUP BY o.person, n.person)
  SELECT $1, 'merge', old, new, identifiers FROM pairs
  WHERE new IN (SELECT new FROM pairs GROUP BY new HAVING count(*) > 1)
  UNION ALL SELECT $1, 'split', old, new, identifiers FROM pairs
  WHERE old IN (SELECT old FROM pairs GROUP BY old HAVING count(*) > 1)`;

const toLink =
  (rule: string) =>
  (a: Portrait, b: Portrait, probability: number): Link => {
    const part = (key: string): [Identifier, string] => {
      const at = key.indexOf(':');
      return [key.slice(0, at) as Identifier, key.slice(at + 1)];
    };
    const [[aType, aValue], [bType, bValue]] = [part(a.key), part(b.key)];
    const span = { firstAt: 0, lastAt: 0, seen: 0, evidence: 'portrait', refusedBy: null };
    return { rule, aType, a: aValue, bType, b: bValue, probability, ...span };
  };

const write = async (
  warehouse: Warehouse,
  version: number,
  met: readonly Met[],
  links: readonly Link[],
  person: ReadonlyMap<string, string>,
  house: ReadonlyMap<string, string>,
): Promise<void> => {
  await appendRows(
    warehouse,
    'identity_links',
    links.map((link) => linkCells(version, link)),
  );
  const keys = met.map(({ type, value, firstAt, lastAt, events }) => {
    const one = person.get(identifierKey(type, value)) ?? null;
    const home = one === null ? null : (house.get(one) ?? null);
    return [version, type, value, big(firstAt), big(lastAt), big(events), one, home];
  });
  await appendRows(warehouse, 'identity_keys', keys);
  await warehouse.run(CHANGES, [version]);
};

/**
 * Joins identifiers into persons by the rules, and keeps the result as another version beside the earlier ones: rules, every
 * link with its evidence (refused ones too), keys, and the merges and splits since the last. The same rules on the same
 * data make no new version. `at` is the moment that is written beside it; `engine` reads the evidence, the warehouse's own by default.
 */
export const resolvePersons = async (
  warehouse: Warehouse,
  rules: IdentityRules,
  given: { readonly at: number; readonly engine?: Engine },
): Promise<ResolveReport> => {
  const engine = given.engine ?? duckdbEngine(warehouse);
  await placeSightings(warehouse, engine);
  const data = await tableDigest(warehouse, 'sightings');
  const [last] = await warehouse.rows<{
    version: number;
    rules_digest: string;
    data_digest: string;
    report: string;
  }>(
    'SELECT version, rules_digest, data_digest, report FROM identity_versions ORDER BY version DESC LIMIT 1',
  );
  const name = rulesDigest(rules);
  if (last !== undefined && last.rules_digest === name && last.data_digest === data) {
    return { ...(JSON.parse(last.report) as ResolveReport), changed: false };
  }
  const version = (last?.version ?? 0) + 1;
  const met = await readMet(engine, 'sightings');
  const certain = await readLinks(engine, rules, 'sightings');
  const { probable } = rules;
  const portraits =
    probable === null
      ? []
      : await readPortraits(warehouse, [...new Set([...probable.block, ...probable.compare])]);
  const guessed = probable === null ? null : probableLinks(portraits, probable, toLink(probable.rule));
  const { person, links } = joinPersons(rules, met, [...certain, ...(guessed?.links ?? [])]);
  const house = await households(warehouse, person, rules.guards.householdPersons);
  return warehouse.transaction(async () => {
    await write(warehouse, version, met, links, person, house.of);
    const changes = await warehouse.rows<{ change: string; n: number }>(
      `SELECT change, count(DISTINCT CASE WHEN change = 'merge' THEN new ELSE old END) AS n FROM identity_changes
       WHERE version = ? GROUP BY change`,
      [version],
    );
    const of = (change: string): number => changes.find((row) => row.change === change)?.n ?? 0;
    const report: ResolveReport = {
      version,
      changed: true,
      rules: `${rules.name}@${rules.version}`,
      persons: new Set(person.values()).size,
      merges: of('merge'),
      splits: of('split'),
      probable: guessed?.report ?? null,
      quality: { ...(await identityQuality(warehouse, version)), householdsRefused: house.refused },
    };
    const row = [
      version,
      JSON.stringify(rules),
      name,
      data,
      big(given.at),
      big(report.persons),
      JSON.stringify(report),
    ];
    await appendRows(warehouse, 'identity_versions', [row]);
    return report;
  });
};

/**
 * The keys of a past version, made again from its own rules, identifiers and links: what the tables say must come out.
 * Returns the digest of both; equal means that history can be trusted.
 */
export const rebuildKeys = async (
  warehouse: Warehouse,
  version: number,
): Promise<{ readonly stored: string; readonly rebuilt: string }> => {
  const [found] = await warehouse.rows<{ rules: string }>(
    'SELECT rules FROM identity_versions WHERE version = ?',
    [version],
  );
  const rules = JSON.parse(found?.rules ?? 'null') as IdentityRules;
  const met = await warehouse.rows<Met & { person: string | null }>(
    `SELECT type, value, first_at AS "firstAt", last_at AS "lastAt", events, person FROM identity_keys WHERE version = ?`,
    [version],
  );
  const links = await warehouse.rows<Link>(
    `SELECT rule, a_type AS "aType", a, b_type AS "bType", b, first_at AS "firstAt", last_at AS "lastAt", seen, evidence,
       probability, NULL AS "refusedBy" FROM identity_links WHERE version = ?`,
    [version],
  );
  const { person } = joinPersons(rules, met, links);
  const text = (of: (one: (typeof met)[number]) => string | null) =>
    digest(met.map((one) => `${one.type}:${one.value} ${of(one) ?? ''}`).sort());
  return {
    stored: text((one) => one.person),
    rebuilt: text((one) => person.get(identifierKey(one.type, one.value)) ?? null),
  };
};
