import type { Action, DecisionRecord } from '@causeway/contract';
import { Fault, UNLEARNED_MODES } from '@causeway/contract';
import { IDENTITY_DIGEST } from '../identity/index.ts';
import type { Warehouse } from '../table/index.ts';
import { appendRows } from '../table/index.ts';
import type { ExposeOptions, ExposureRow } from './exposure-row.ts';
import { DAY_MS, rewardOf } from './exposure-row.ts';
import { refuseExposure } from './refuse-exposure.ts';

export type ExposeReport = {
  /** first decisions of a session that can be learned from */
  readonly exposures: number;
  /** sessions in which nothing was asked */
  readonly unexposed: number;
  /** first decisions set aside, with the reason; also in the table `refused_exposures` */
  readonly refused: readonly {
    readonly decision: string;
    readonly session: string;
    readonly reason: string;
  }[];
  /** exposures whose window was still open at the log's end: what they bring may yet grow */
  readonly open: number;
  readonly options: ExposeOptions;
};

/** The share of refused rows above which the log as a whole is not to be trusted. */
export const MAX_REFUSED_SHARE = 0.05;

export const handlingOf = (actions: readonly Action[]): Record<string, number> =>
  Object.fromEntries(actions.map(({ id, handlingCents }) => [id, handlingCents]));

/** Testers and decisions made without a release teach nothing; nor does what was never shown. */
const UNLEARNED = UNLEARNED_MODES.map((mode) => `'${mode}'`).join(', ');

/** (t, t + Δ] of (A2). */
const IN_WINDOW = 'o.at_ms > f.at_ms AND o.at_ms <= f.at_ms + $1';

const JOIN = `
  WITH first AS (
    SELECT * FROM decisions WHERE mode NOT IN (${UNLEARNED})
    QUALIFY row_number() OVER (PARTITION BY session ORDER BY at_ms, id) = 1
  ), joined AS (
    SELECT f.id,
      sum(o.revenue_cents) FILTER (WHERE o.type <> 'support' AND ${IN_WINDOW}) AS revenue,
      sum(o.margin_cents) FILTER (WHERE o.type <> 'support' AND ${IN_WINDOW}) AS margin,
      sum(o.redeemed_cents) FILTER (WHERE o.type <> 'support' AND ${IN_WINDOW}) AS redeemed,
      count(*) FILTER (WHERE o.type = 'order' AND ${IN_WINDOW}) AS orders,
      min(o.at_ms) AS first_outcome_at
    FROM first f INNER JOIN outcomes o ON o.session = f.session GROUP BY f.id
  )
  SELECT f.record AS record, coalesce(j.revenue, 0) AS revenue, coalesce(j.margin, 0) AS margin,
    coalesce(j.redeemed, 0) AS redeemed, coalesce(j.orders, 0) AS orders, j.first_outcome_at AS first_outcome_at
  FROM first f LEFT JOIN joined j ON j.id = f.id ORDER BY f.at_ms, f.id`;

type Joined = {
  record: string;
  revenue: number;
  margin: number;
  redeemed: number;
  orders: number;
  first_outcome_at: number | null;
};

const toRow = (joined: Joined): ExposureRow => ({
  record: JSON.parse(joined.record) as DecisionRecord,
  revenueCents: Number(joined.revenue),
  marginCents: Number(joined.margin),
  redeemedCents: Number(joined.redeemed),
  converted: Number(joined.orders) > 0,
  firstOutcomeAt: joined.first_outcome_at === null ? null : Number(joined.first_outcome_at),
});

const TABLES = `
  CREATE OR REPLACE TABLE exposures (decision VARCHAR, session VARCHAR, subject VARCHAR, at_ms BIGINT, step INTEGER,
    revenue_cents BIGINT, margin_cents BIGINT, redeemed_cents BIGINT, converted BOOLEAN, first_outcome_at BIGINT,
    reward DOUBLE, record VARCHAR);
  CREATE OR REPLACE TABLE refused_exposures (decision VARCHAR, session VARCHAR, reason VARCHAR);`;

const UNEXPOSED = `
  CREATE OR REPLACE TABLE unexposed AS
  WITH seen AS (
    SELECT session, min(at_ms) AS at_ms, arg_min(subject, at_ms) AS subject FROM (
      SELECT session, subject, at_ms FROM steps UNION ALL SELECT session, subject, at_ms FROM ends
      UNION ALL SELECT session, subject, at_ms FROM asked UNION ALL SELECT session, subject, at_ms FROM actions
      UNION ALL SELECT session, subject, at_ms FROM drops UNION ALL SELECT session, subject, at_ms FROM outcomes
      UNION ALL SELECT session, subject, at_ms FROM decisions WHERE mode = 'shadow'
    ) GROUP BY session
  )
  SELECT s.session, s.subject, s.at_ms,
    coalesce(sum(o.margin_cents - o.redeemed_cents)
      FILTER (WHERE o.type <> 'support' AND o.at_ms <= s.at_ms + $1), 0) AS reward,
    count(*) FILTER (WHERE o.type = 'order' AND o.at_ms <= s.at_ms + $1) > 0 AS converted
  FROM seen s LEFT JOIN outcomes o ON o.session = s.session
  WHERE s.session NOT IN (SELECT session FROM decisions WHERE mode <> 'shadow')
  GROUP BY s.session, s.subject, s.at_ms`;

/**
 * Builds the tables `exposures` (the first decision of each session with its outcome in the window, A2), `unexposed`
 * and `refused_exposures`. Throws `bad-input` naming the rows when more than one row in twenty must be refused.
 */
export const expose = async (
  warehouse: Warehouse,
  given: { readonly actions: readonly Action[]; readonly windowMs?: number },
): Promise<ExposeReport> => {
  const options: ExposeOptions = {
    windowMs: given.windowMs ?? DAY_MS,
    handlingCents: handlingOf(given.actions),
  };
  const window = BigInt(options.windowMs);
  const rows = (await warehouse.rows<Joined>(JOIN, [window])).map(toRow);
  const refused: { decision: string; session: string; reason: string }[] = [];
  const good = rows.filter((row) => {
    const reason = refuseExposure(row);
    if (reason !== null) refused.push({ decision: row.record.id, session: row.record.session, reason });
    return reason === null;
  });
  if (refused.length > MAX_REFUSED_SHARE * rows.length) {
    const named = refused.slice(0, 5).map(({ decision, reason }) => `${decision.slice(0, 12)}: ${reason}`);
    throw new Fault(
      'bad-input',
      'exposures',
      `${refused.length} of ${rows.length} rows are refused; ${named.join('; ')}`,
    );
  }
  await warehouse.run(TABLES);
  await appendRows(
    warehouse,
    'exposures',
    good.map((row) => cells(row, options)),
  );
  await appendRows(
    warehouse,
    'refused_exposures',
    refused.map(({ decision, session, reason }) => [decision, session, reason]),
  );
  await warehouse.run(UNEXPOSED, [window]);
  await warehouse.run("INSERT OR REPLACE INTO meta VALUES ('expose', ?)", [
    JSON.stringify({ ...options, identity: IDENTITY_DIGEST, version: 1 }),
  ]);
  const [counts] = await warehouse.rows<{ unexposed: number; last: number | null }>(
    `SELECT (SELECT count(*) FROM unexposed) AS unexposed,
       greatest((SELECT max(received_at) FROM outcomes), (SELECT max(received_at) FROM decisions)) AS last`,
  );
  const end = Number(counts?.last ?? 0);
  const open = good.filter(({ record }) => record.at + options.windowMs > end).length;
  return { exposures: good.length, unexposed: Number(counts?.unexposed ?? 0), refused, open, options };
};

const cells = (row: ExposureRow, options: ExposeOptions) => {
  const { record } = row;
  return [
    record.id,
    record.session,
    record.subject,
    BigInt(record.at),
    record.state.step,
    BigInt(row.revenueCents),
    BigInt(row.marginCents),
    BigInt(row.redeemedCents),
    row.converted,
    row.firstOutcomeAt === null ? null : BigInt(row.firstOutcomeAt),
    rewardOf(row, options),
    JSON.stringify(record),
  ];
};
