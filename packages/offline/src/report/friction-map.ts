import type { Warehouse } from '../table/index.ts';

/** Where shoppers get stuck: one place of the journey on one kind of device. */
export type FrictionPlace = {
  readonly stage: string;
  readonly device: 'mobile' | 'desktop';
  readonly visits: number;
  readonly steps: number;
  /** mean index F and mean λ of its steps */
  readonly friction: number;
  readonly hazard: number;
  /** share of its visits that ended there without an order */
  readonly left: number;
  /** baskets left there, cents */
  readonly atStake: number;
};

/** Fewer visits than this are not told apart: they are left out. */
const LEAST_VISITS = 10;

/** Friction, leaving and money by stage and device. */
export const frictionMap = async (warehouse: Warehouse): Promise<FrictionPlace[]> => {
  const rows = await warehouse.rows<{
    stage: string;
    mobile: boolean;
    visits: number;
    steps: number;
    friction: number;
    hazard: number;
    lost: number;
    cents: number;
  }>(`
    WITH last AS (SELECT session, arg_max(stage, step) AS stage, arg_max(mobile, step) AS mobile, arg_max(cart_cents, step) AS cents FROM steps GROUP BY session),
    lost AS (
      SELECT stage, mobile, count(*) AS lost, sum(cents) AS cents FROM last
      WHERE session NOT IN (SELECT session FROM outcomes WHERE type = 'order') GROUP BY stage, mobile
    )
    SELECT s.stage, s.mobile, count(DISTINCT s.session) AS visits, count(*) AS steps, avg(s.friction_index) AS friction, avg(s.hazard) AS hazard,
      coalesce(any_value(l.lost), 0) AS lost, coalesce(any_value(l.cents), 0)::DOUBLE AS cents
    FROM steps s LEFT JOIN lost l ON l.stage = s.stage AND l.mobile = s.mobile
    GROUP BY s.stage, s.mobile ORDER BY s.stage, s.mobile`);
  return rows
    .filter(({ visits }) => visits >= LEAST_VISITS)
    .map(({ stage, mobile, visits, steps, friction, hazard, lost, cents }) => ({
      stage,
      device: mobile ? 'mobile' : 'desktop',
      visits,
      steps,
      friction,
      hazard,
      left: lost / visits,
      atStake: cents,
    }));
};
