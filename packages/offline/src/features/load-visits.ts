import { type LastStep, PHI_SIZE, SESSION_SUMMARY_SIZE, sessionSummary } from '@causeway/contract';
import type { Warehouse } from '../table/index.ts';

/** Visits that are over: whose, when they ended (ms), and u of (B45), n x SESSION_SUMMARY_SIZE. */
export type Visits = {
  readonly n: number;
  readonly subject: readonly string[];
  readonly at: Float64Array;
  readonly u: Float64Array;
};

const phi = Array.from({ length: PHI_SIZE }, (_, k) => `s.phi_${k}`).join(', ');
const QUERY = `
  WITH over AS (SELECT session, max(at_ms) AS at_ms, bool_or("end" = 'order') AS ordered FROM ends GROUP BY session),
  last AS (SELECT *, row_number() OVER (PARTITION BY session ORDER BY step DESC, id) AS back FROM steps)
  SELECT s.subject, o.at_ms, o.ordered, s.step, s.cart_items, s.cart_cents, s.discount, s.mobile, s.known_before,
    s.elapsed_ms, s.smoothed, s.hazard, s.survival, ${phi}
  FROM last s INNER JOIN over o ON o.session = s.session WHERE s.back = 1 ORDER BY o.at_ms, s.session`;

/** Every visit of a warehouse that said its end, with the summary that the edge's consumer makes of the same lines. */
export const loadVisits = async (warehouse: Warehouse): Promise<Visits> => {
  const columns = await warehouse.columns(QUERY);
  const [subject, at, ordered, step, items, cents, discount, mobile, returning, elapsed, ...rest] =
    columns as [string[], number[], boolean[], number[], number[], number[], ...unknown[][]];
  const [smoothed, hazard, survival, ...phis] = rest as number[][];
  const n = subject.length;
  const u = new Float64Array(n * SESSION_SUMMARY_SIZE);
  for (let i = 0; i < n; i++) {
    const last: LastStep = {
      step: step[i] as number,
      context: {
        cartItems: items[i] as number,
        cartCents: cents[i] as number,
        discount: discount?.[i] === true,
        mobile: mobile?.[i] === true,
        returning: returning?.[i] === true,
        elapsedMs: elapsed?.[i] as number,
      },
      phi: phis.map((column) => column[i] as number),
      smoothed: smoothed?.[i] as number,
      hazard: hazard?.[i] as number,
      survival: survival?.[i] as number,
    };
    u.set(sessionSummary(last, ordered[i] === true), i * SESSION_SUMMARY_SIZE);
  }
  return { n, subject, at: Float64Array.from(at), u };
};
