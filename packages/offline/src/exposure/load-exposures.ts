import type { DecisionRecord, FrictionModel } from '@causeway/contract';
import { Fault, frictionIndex, PHI_SIZE, smoothIndex } from '@causeway/contract';
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
 * F̄_{t-1} of every exposure, folded again from its session's logged φ under another index q and memory β (B27, B28),
 * by decision id. A session with a missing step is left out: there the logged value stands.
 */
export const refoldSmoothed = async (
  warehouse: Warehouse,
  model: Pick<FrictionModel, 'q' | 'beta'>,
): Promise<Map<string, number>> => {
  const phi = Array.from({ length: PHI_SIZE }, (_, k) => `s.phi_${k}`).join(', ');
  const columns = await warehouse.columns(
    `SELECT e.decision, e.step, s.step, ${phi} FROM exposures e INNER JOIN steps s ON s.session = e.session
     WHERE s.step < e.step ORDER BY e.decision, s.step`,
  );
  const [decisions, wanted, steps, ...phis] = columns as [string[], number[], number[], ...number[][]];
  const out = new Map<string, number>();
  let [smoothed, next, broken] = [0, 1, false];
  for (let i = 0; i < (decisions?.length ?? 0); i++) {
    if (decisions[i] !== decisions[i - 1]) [smoothed, next, broken] = [0, 1, false];
    if (steps[i] !== next) broken = true;
    const features = phis.map((column) => column[i] as number);
    smoothed = smoothIndex(model, smoothed, frictionIndex(model, features));
    next++;
    if (!broken && next === wanted[i]) out.set(decisions[i] as string, smoothed);
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
