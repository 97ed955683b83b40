import type { DecisionRecord, FrictionModel } from '@causeway/contract';
import { describeFriction, Fault, FRICTION_FAMILIES } from '@causeway/contract';
import { feltSteps } from '../log/index.ts';
import type { Warehouse } from '../table/index.ts';
import { buildExposures, type StateModels } from './build-exposures.ts';
import type { ExposeOptions, ExposureRow } from './exposure-row.ts';
import type { Exposures, Unexposed } from './exposures.ts';

type Row = {
  record: string;
  revenue_cents: number;
  margin_cents: number;
  redeemed_cents: number;
  converted: boolean;
  first_outcome_at: number | null;
};

/** The options `expose` ran with. Throws `bad-input` when it has not run. */
export const exposeOptions = async (warehouse: Warehouse): Promise<ExposeOptions> => {
  const found = await warehouse
    .rows<{ value: string }>("SELECT value FROM meta WHERE name = 'expose'")
    .catch((): { value: string }[] => []);
  const value = found[0]?.value;
  if (value === undefined)
    throw new Fault('bad-input', warehouse.path, 'it holds no exposures: run expose first');
  return JSON.parse(value) as ExposeOptions;
};

/**
 * F̄_{t-1} of every exposure, folded again from its session's logged facts under another friction model (B26-B28), by decision id. A
 * session with a missing step is left out: there the logged value stands.
 */
export const refoldSmoothed = async (
  warehouse: Warehouse,
  model: FrictionModel,
): Promise<Map<string, number>> => {
  const felt = await feltSteps(warehouse);
  const m = FRICTION_FAMILIES.length;
  const before = new Map<string, number>();
  let smoothed = 0;
  for (let i = 0; i < felt.n; i++) {
    if (i === 0 || felt.session[i] !== felt.session[i - 1]) smoothed = 0;
    if (felt.whole[i] !== 1) continue;
    before.set(`${felt.session[i]} ${felt.step[i]}`, smoothed);
    const part = (from: Float64Array) => Array.from(from.subarray(i * m, (i + 1) * m));
    smoothed = describeFriction(model, part(felt.d), part(felt.total), smoothed).smoothed;
  }
  const out = new Map<string, number>();
  const asked = await warehouse.rows<{ decision: string; session: string; step: number }>(
    'SELECT decision, session, step FROM exposures',
  );
  for (const { decision, session, step } of asked) {
    const found = before.get(`${session} ${step}`);
    if (found !== undefined) out.set(decision, found);
  }
  return out;
};

/**
 * The exposures as numbers, x encoded under `by.models` (and z from `by.profiles` when given). F̄_{t-1} is folded
 * again under the same friction model, so that x is what that release's page and edge would have computed.
 */
export const loadExposures = async (warehouse: Warehouse, by: StateModels): Promise<Exposures> => {
  const options = await exposeOptions(warehouse);
  const smoothedBefore = by.smoothedBefore ?? (await refoldSmoothed(warehouse, by.models.friction));
  const rows = await warehouse.rows<Row>(
    'SELECT record, revenue_cents, margin_cents, redeemed_cents, converted, first_outcome_at FROM exposures',
  );
  const toRow = (row: Row): ExposureRow => ({
    record: JSON.parse(row.record) as DecisionRecord,
    revenueCents: row.revenue_cents,
    marginCents: row.margin_cents,
    redeemedCents: row.redeemed_cents,
    converted: row.converted,
    firstOutcomeAt: row.first_outcome_at,
  });
  return buildExposures(rows.map(toRow), options, { ...by, smoothedBefore });
};

/** Sessions in which nothing was asked, in time order. */
export const loadUnexposed = async (warehouse: Warehouse): Promise<Unexposed> => {
  await exposeOptions(warehouse);
  const [reward, converted, subject, at] = (await warehouse.columns(
    'SELECT CAST(reward AS DOUBLE), converted, subject, at_ms FROM unexposed ORDER BY at_ms, session',
  )) as [number[], boolean[], string[], number[]];
  return {
    n: reward.length,
    reward: Float64Array.from(reward),
    converted: Uint8Array.from(converted, (c) => (c ? 1 : 0)),
    subject,
    at: Float64Array.from(at),
  };
};
