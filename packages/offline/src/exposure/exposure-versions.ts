import { canonicalJson, Fault } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';
import { appendRows } from '../table/index.ts';
import type { ExposureTable, TreatmentExposure } from './expose-treatments.ts';

const createTables = (warehouse: Warehouse): Promise<void> =>
  warehouse.run(`
    CREATE TABLE IF NOT EXISTS exposure_versions (digest VARCHAR PRIMARY KEY, name VARCHAR, number INTEGER,
      definition VARCHAR, identity INTEGER, horizon BIGINT, rows BIGINT, refused BIGINT, made_at BIGINT);
    CREATE TABLE IF NOT EXISTS exposure_rows (version VARCHAR, row_id BIGINT, person VARCHAR, treatment VARCHAR,
      channel VARCHAR, at_ms BIGINT, eligible BOOLEAN, considered BOOLEAN, treated BOOLEAN, arm VARCHAR, propensity DOUBLE,
      mechanism VARCHAR, release VARCHAR, repeat INTEGER, until_ms BIGINT, competing_onsite BIGINT, competing_email BIGINT,
      competing_push BIGINT, competing_loyalty BIGINT);
    CREATE TABLE IF NOT EXISTS exposure_outcomes (version VARCHAR, row_id BIGINT, person VARCHAR, outcome VARCHAR,
      converted BOOLEAN, revenue_cents DOUBLE, margin_cents DOUBLE, returns BIGINT, support BIGINT, friction DOUBLE,
      censored BOOLEAN);
    CREATE TABLE IF NOT EXISTS exposure_refusals (version VARCHAR, person VARCHAR, treatment VARCHAR, at_ms BIGINT,
      reason VARCHAR);`);

const cells = (version: string, { unit: u, until, repeat, competing: c }: TreatmentExposure, row: number) => [
  version,
  BigInt(row),
  u.person,
  u.treatment,
  u.channel,
  BigInt(u.at),
  u.eligible,
  true,
  u.treated,
  u.arm,
  u.propensity,
  u.mechanism,
  u.release,
  repeat,
  BigInt(until),
  ...[c.onsite, c.email, c.push, c.loyalty].map(BigInt),
];

export type SavedVersion = { readonly digest: string; readonly number: number; readonly fresh: boolean };

/**
 * Keeps a table of exposures for ever under its digest. The same table saved again is the same version; nothing that was
 * saved is ever changed: what is new comes as another version of the name, numbered.
 */
export const saveExposures = async (
  warehouse: Warehouse,
  table: ExposureTable,
  given: { readonly at: number },
): Promise<SavedVersion> => {
  await createTables(warehouse);
  const { digest, definition, rows, refused } = table;
  const held = await warehouse.rows<{ digest: string; number: number }>(
    'SELECT digest, number FROM exposure_versions WHERE name = ? ORDER BY number',
    [definition.name],
  );
  const same = held.find((one) => one.digest === digest);
  if (same !== undefined) return { ...same, fresh: false };
  const number = (held.at(-1)?.number ?? 0) + 1;
  return warehouse.transaction(async () => {
    await appendRows(
      warehouse,
      'exposure_rows',
      rows.map((row, k) => cells(digest, row, k)),
    );
    const outcomes = rows.flatMap(({ unit, outcomes: list }, k) =>
      list.map((o, w) => [
        digest,
        BigInt(k),
        unit.person,
        definition.outcomes[w]?.name ?? '',
        o.converted,
        o.revenueCents,
        o.marginCents,
        BigInt(o.returns),
        BigInt(o.support),
        o.friction,
        o.censored,
      ]),
    );
    await appendRows(warehouse, 'exposure_outcomes', outcomes);
    const aside = refused.map(({ person, treatment, at, reason }) => [
      digest,
      person,
      treatment,
      BigInt(at),
      reason,
    ]);
    await appendRows(warehouse, 'exposure_refusals', aside);
    const [n, left] = [BigInt(rows.length), BigInt(refused.length)];
    const row = [
      digest,
      definition.name,
      number,
      canonicalJson(definition),
      table.identity,
      BigInt(table.horizon),
      n,
      left,
      BigInt(given.at),
    ];
    await appendRows(warehouse, 'exposure_versions', [row]);
    return { digest, number, fresh: true };
  });
};

export type ExposureDiff = {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** the first of each, as "person treatment at" */
  readonly examples: { readonly added: string[]; readonly removed: string[]; readonly changed: string[] };
};

/** What another version of exposures has that one has not, and the other way about. Throws `bad-input` for an unknown version. */
export const diffExposures = async (
  warehouse: Warehouse,
  from: string,
  to: string,
): Promise<ExposureDiff> => {
  const known = await warehouse.rows<{ digest: string }>(
    'SELECT digest FROM exposure_versions WHERE digest IN (?, ?)',
    [from, to],
  );
  for (const digest of [from, to]) {
    if (!known.some((one) => one.digest === digest))
      throw new Fault('bad-input', digest, 'there is no such version');
  }
  const whole = (version: string): string =>
    `SELECT r.person || ' ' || r.treatment || ' ' || r.at_ms AS unit,
       max(CAST((r.eligible, r.treated, r.arm, r.propensity, r.mechanism, r.release, r.repeat, r.until_ms, r.competing_onsite,
         r.competing_email, r.competing_push, r.competing_loyalty) AS VARCHAR)) ||
       string_agg(CAST((o.outcome, o.converted, o.revenue_cents, o.margin_cents, o.returns, o.support, o.friction,
         o.censored) AS VARCHAR), ' ' ORDER BY o.outcome) AS content
     FROM exposure_rows r INNER JOIN exposure_outcomes o ON o.version = r.version AND o.row_id = r.row_id
     WHERE r.version = '${version}' GROUP BY r.person, r.treatment, r.at_ms`;
  const rows = await warehouse.rows<{ what: 'added' | 'removed' | 'changed'; unit: string; n: number }>(
    `WITH a AS (${whole(from)}), b AS (${whole(to)}), d AS (
       SELECT CASE WHEN a.unit IS NULL THEN 'added' WHEN b.unit IS NULL THEN 'removed' ELSE 'changed' END AS what,
         coalesce(a.unit, b.unit) AS unit FROM a FULL JOIN b ON a.unit = b.unit WHERE a.content IS DISTINCT FROM b.content)
     SELECT what, unit, count(*) OVER (PARTITION BY what) AS n FROM d
     QUALIFY row_number() OVER (PARTITION BY what ORDER BY unit) <= 10 ORDER BY what, unit`,
  );
  const of = (what: string) => rows.filter((row) => row.what === what);
  const examples = (what: string) => of(what).map(({ unit }) => unit);
  return {
    added: of('added')[0]?.n ?? 0,
    removed: of('removed')[0]?.n ?? 0,
    changed: of('changed')[0]?.n ?? 0,
    examples: { added: examples('added'), removed: examples('removed'), changed: examples('changed') },
  };
};
