import type { Warehouse } from '../table/index.ts';

export type IdentityQuality = {
  readonly identifiers: number;
  /** share of persons that no account, subject or card vouches for: fragments of someone, perhaps of someone known */
  readonly unanchoredShare: number;
  /** share of events that fall to such persons */
  readonly unanchoredEvents: number;
  readonly meanIdentifiers: number;
  readonly largest: number;
  /** persons with more than one account: what may be two people */
  readonly severalAccounts: number;
  /** links held back, by guard */
  readonly refused: Record<string, number>;
  /** persons that stand on a probable link, and the mean doubt of those links */
  readonly onProbableLinks: number;
  readonly meanDoubt: number;
  readonly householdsRefused: number;
};

const SQL = `
  WITH persons AS (
    SELECT person, count(*) AS identifiers, sum(events) AS events,
      count(*) FILTER (WHERE type = 'account') AS accounts,
      count(*) FILTER (WHERE type IN ('subject', 'account', 'loyalty')) AS anchors
    FROM identity_keys WHERE version = $1 AND person IS NOT NULL GROUP BY person)
  SELECT CAST(sum(identifiers) AS BIGINT) AS identifiers, avg(CASE WHEN anchors = 0 THEN 1.0 ELSE 0.0 END) AS unanchored,
    CAST(sum(events) FILTER (WHERE anchors = 0) AS DOUBLE) / sum(events) AS unanchored_events,
    avg(identifiers) AS mean, max(identifiers) AS largest, count(*) FILTER (WHERE accounts > 1) AS several FROM persons`;

type Row = {
  identifiers: number | null;
  unanchored: number | null;
  unanchored_events: number | null;
  mean: number | null;
  largest: number | null;
  several: number;
};

/** How good the keys of a version look: fragments on one side, suspicious mergers on the other. */
export const identityQuality = async (warehouse: Warehouse, version: number): Promise<IdentityQuality> => {
  const [row] = await warehouse.rows<Row>(SQL, [version]);
  const refused = await warehouse.rows<{ refused_by: string; n: number }>(
    `SELECT refused_by, count(*) AS n FROM identity_links WHERE version = ? AND refused_by IS NOT NULL
     GROUP BY refused_by ORDER BY refused_by`,
    [version],
  );
  const [probable] = await warehouse.rows<{ n: number; doubt: number | null }>(
    `SELECT count(DISTINCT b) AS n, avg(1 - probability) AS doubt FROM identity_links
     WHERE version = ? AND probability < 1 AND refused_by IS NULL`,
    [version],
  );
  return {
    identifiers: row?.identifiers ?? 0,
    unanchoredShare: row?.unanchored ?? 0,
    unanchoredEvents: row?.unanchored_events ?? 0,
    meanIdentifiers: row?.mean ?? 0,
    largest: row?.largest ?? 0,
    severalAccounts: row?.several ?? 0,
    refused: Object.fromEntries(refused.map(({ refused_by: by, n }) => [by, n])),
    onProbableLinks: probable?.n ?? 0,
    meanDoubt: probable?.doubt ?? 0,
    householdsRefused: 0,
  };
};
