import type { StepModels, StoredProfile } from '@causeway/contract';
import {
  EMBEDDING_SIZE,
  encodeState,
  Fault,
  PRIOR_SPREAD,
  rebuildState,
  STATE_SIZE,
  zeros,
} from '@causeway/contract';
import type { ExposureRow } from './exposure-row.ts';
import { type ExposeOptions, rewardOf } from './exposure-row.ts';
import type { Exposures } from './exposures.ts';

/** What turns a logged record into x. */
export type StateModels = {
  /** the page model that x is encoded under: keep it the same in training and serving */
  readonly models: StepModels;
  /**
   * z by subject under a new encoder: known persons take theirs from here (the prior when absent), strangers keep 0.
   * Without it x holds the z that was in force at the decision.
   */
  readonly profiles?: ReadonlyMap<string, Pick<StoredProfile, 'z' | 'spread'>>;
  /** F̄_{t-1} of a decision folded again under `models`, by decision id; without it the logged one stands */
  readonly smoothedBefore?: ReadonlyMap<string, number>;
};

const PRIOR = { z: zeros(EMBEDDING_SIZE), spread: PRIOR_SPREAD };

/** x of one record: the state rebuilt from the logged raw numbers by the contract's own code, then encoded (B31). */
export const stateOf = ({ record }: Pick<ExposureRow, 'record'>, by: StateModels): number[] => {
  const logged = { z: record.z, spread: record.spread };
  const profile =
    by.profiles === undefined ? logged : (record.known && by.profiles.get(record.subject)) || PRIOR;
  const smoothedBefore = by.smoothedBefore?.get(record.id) ?? record.state.smoothedBefore;
  return encodeState(rebuildState(by.models, profile, { ...record.state, smoothedBefore }));
};

const sameTable = (rows: readonly ExposureRow[]): string[] => {
  const actions = rows[0]?.record.actions ?? [];
  const other = rows.find(({ record }) => record.actions.join() !== actions.join());
  if (other === undefined) return [...actions];
  throw new Fault(
    'bad-input',
    `decision ${other.record.id}`,
    `its action table is ${other.record.actions.join(', ')}, that of the first row ${actions.join(', ')}`,
  );
};

/** The table of `Exposures` from rows that have passed `refuseExposure`, in time order (ties by decision id). */
export const buildExposures = (
  rows: readonly ExposureRow[],
  options: Pick<ExposeOptions, 'handlingCents'>,
  by: StateModels,
): Exposures => {
  const sorted = [...rows].sort((a, b) => a.record.at - b.record.at || (a.record.id < b.record.id ? -1 : 1));
  const actions = sameTable(sorted);
  const [n, width] = [sorted.length, actions.length];
  const numbers = (value: (row: ExposureRow) => number) => Float64Array.from(sorted, value);
  const flags = (value: (row: ExposureRow) => boolean) =>
    Uint8Array.from(sorted, (row) => (value(row) ? 1 : 0));
  const texts = (value: (row: ExposureRow) => string) => sorted.map(value);

  const x = new Float64Array(n * STATE_SIZE);
  const pi = new Float64Array(n * width);
  const eligible = new Uint8Array(n * width);
  sorted.forEach((row, i) => {
    x.set(stateOf(row, by), i * STATE_SIZE);
    pi.set(row.record.distribution, i * width);
    actions.forEach((id, k) => {
      eligible[i * width + k] = Object.hasOwn(row.record.masks, id) ? 0 : 1;
    });
  });
  return {
    n,
    actions,
    x,
    action: Int32Array.from(sorted, ({ record }) => actions.indexOf(record.action)),
    propensity: numbers(({ record }) => record.propensity),
    pi,
    eligible,
    reward: numbers((row) => rewardOf(row, options)),
    cost: numbers(({ redeemedCents }) => redeemedCents),
    converted: flags(({ converted }) => converted),
    revenue: numbers(({ revenueCents }) => revenueCents),
    cartCents: numbers(({ record }) => record.state.context.cartCents),
    stage: texts(({ record }) => record.state.stage),
    hazard: numbers(({ record }) => record.hazard),
    at: numbers(({ record }) => record.at),
    subject: texts(({ record }) => record.subject),
    session: texts(({ record }) => record.session),
    decision: texts(({ record }) => record.id),
    mode: texts(({ record }) => record.mode),
    release: texts(({ record }) => record.release),
    known: flags(({ record }) => record.known),
    mobile: flags(({ record }) => record.state.context.mobile),
  };
};
