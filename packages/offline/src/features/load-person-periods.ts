import type { DecisionRecord, StoredProfile } from '@causeway/contract';
import {
  CHECKOUT_STAGES,
  dequantise,
  EMBEDDING_SIZE,
  PHI_SIZE,
  type STAGES,
  stageIndex,
  zeros,
} from '@causeway/contract';
import type { PersonPeriods } from '../exposure/index.ts';
import type { Warehouse } from '../table/index.ts';

/** A visit without an order or an end line has been left when nothing came of it for this long. */
export const IDLE_MS = 1_800_000;

type Profiles = ReadonlyMap<string, Pick<StoredProfile, 'z' | 'spread'>>;

const QUERY = (phi: string) => `
  WITH bought AS (SELECT session, min(at_ms) AS at_ms FROM outcomes WHERE type = 'order' GROUP BY session),
  finished AS (SELECT DISTINCT session FROM ends),
  newest AS (SELECT max(received_at) AS at_ms FROM steps),
  ranked AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.session ORDER BY s.step DESC) AS back,
      b.session IS NOT NULL AS ordered, b.at_ms AS ordered_at,
      f.session IS NOT NULL OR s.closed_by = 'end' OR s.received_at + ${IDLE_MS} < n.at_ms AS over
    FROM steps s LEFT JOIN bought b ON b.session = s.session LEFT JOIN finished f ON f.session = s.session
      CROSS JOIN newest n
  )
  SELECT r.session, r.subject, r.at_ms, r.step, r.stage, r.elapsed_ms, r.back = 1 AND r.over AND NOT r.ordered AS event,
    row_number() OVER (PARTITION BY r.session ORDER BY r.step DESC) = 1 AS last_of, ${phi}
  FROM ranked r
  WHERE r.stage IN (${CHECKOUT_STAGES.map((stage) => `'${stage}'`).join(', ')})
    AND (NOT r.ordered OR r.at_ms <= r.ordered_at)
  ORDER BY r.at_ms, r.session, r.step`;

/**
 * Person-period rows (B24): one a closed step in cart..review, in time order, to the order at the latest. The event
 * is that the visit was left after this step: it is the session's last, there is no order, and the visit is over (it
 * said so, or nothing came for half an hour). z is that of the session's decision, 0 where there was none; or, when
 * `profiles` is given, the new encoder's, 0 for those it does not know.
 */
export const loadPersonPeriods = async (
  warehouse: Warehouse,
  by: { readonly profiles?: Profiles } = {},
): Promise<PersonPeriods> => {
  const phiNames = Array.from({ length: PHI_SIZE }, (_, k) => `r.phi_${k}`).join(', ');
  const columns = await warehouse.columns(QUERY(phiNames));
  const [session, subject, at, step, stage, elapsed, event, lastOf, ...phis] = columns as [
    string[],
    string[],
    number[],
    number[],
    (typeof STAGES)[number][],
    number[],
    boolean[],
    boolean[],
    ...number[][],
  ];
  const n = session.length;
  const zOf = by.profiles === undefined ? await loggedZ(warehouse) : by.profiles;
  const keys = by.profiles === undefined ? session : subject;
  const z = new Float64Array(n * EMBEDDING_SIZE);
  const phi = new Float64Array(n * PHI_SIZE);
  const none = zeros(EMBEDDING_SIZE);
  for (let i = 0; i < n; i++) {
    const found = zOf.get(keys[i] as string);
    z.set(found === undefined ? none : dequantise(found.z), i * EMBEDDING_SIZE);
    phis.forEach((column, k) => {
      phi[i * PHI_SIZE + k] = column[i] as number;
    });
  }
  const flag = (value: boolean) => (value ? 1 : 0);
  return {
    n,
    stage: Int32Array.from(stage, stageIndex),
    step: Int32Array.from(step),
    z,
    phi,
    elapsedMs: Float64Array.from(elapsed),
    event: Uint8Array.from(event, flag),
    session,
    subject,
    at: Float64Array.from(at),
    lastOf: Uint8Array.from(lastOf, flag),
  };
};

/** The z in force in each session that has a decision, by session. */
const loggedZ = async (warehouse: Warehouse): Promise<Map<string, Pick<DecisionRecord, 'z'>>> => {
  const rows = await warehouse.rows<{ session: string; record: string }>(
    'SELECT session, arg_min(record, at_ms) AS record FROM decisions GROUP BY session',
  );
  return new Map(
    rows.map(({ session, record }) => [session, { z: (JSON.parse(record) as DecisionRecord).z }]),
  );
};
