import type { Profile, Release, StoredProfile } from '@causeway/contract';
import {
  assign,
  consider,
  DEFAULT_ACTIONS,
  Fault,
  NONE,
  priorProfile,
  releaseDigest,
} from '@causeway/contract';
import { askState, type Population, type PopulationVisit } from './population.ts';
import type { ActionTruth } from './truth.ts';
import { ASK_POINT } from './visit.ts';

/** What a policy is truly worth, per visit, unasked ones included. */
export type TrueValue = {
  /** cents of net margin: margin - redeemed - handling */
  readonly value: number;
  /** cents of incentive money */
  readonly spend: number;
  /** share of visits that do not end in an order (B43) */
  readonly abandonment: number;
  /** share of asked visits that get each action, in the order of DEFAULT_ACTIONS */
  readonly shares: number[];
};

/** The profile that the edge would serve: z only if its encoder belongs to the live release; else the prior. */
export const servedProfile = (
  release: Release,
  digest: string,
  visit: { readonly subject: string; readonly known: boolean },
  stored: StoredProfile | undefined,
): Profile => {
  const { holdout, arms } = assign(release.experiment, visit.subject);
  const prior: Profile = {
    ...priorProfile(visit.subject),
    known: visit.known,
    holdout,
    arms,
    release: digest,
  };
  const usable =
    stored !== undefined && (stored.release === digest || release.lineage.includes(stored.release));
  return usable ? { ...prior, z: stored.z, spread: stored.spread } : prior;
};

type Chooser = (visit: PopulationVisit) => readonly number[];

/** The mean over the population of Σ_a π(a|s) · truth(a), for a rule that gives π over DEFAULT_ACTIONS. */
export const valueOf = (population: Population, choose: Chooser): TrueValue => {
  const shares = DEFAULT_ACTIONS.map(() => 0);
  let [value, spend, orders, asked] = [0, 0, 0, 0];
  for (const visit of population) {
    const { truth, state, marginCents } = visit;
    value += truth.unaskedValue;
    if (state === null) {
      orders += truth.unaskedValue / marginCents;
      continue;
    }
    asked += truth.reachAsk;
    choose(visit).forEach((p, k) => {
      const action = truth.byAction[k] as ActionTruth;
      const mass = p * truth.reachAsk;
      value += mass * action.netMargin;
      spend += mass * action.spend;
      orders += mass * action.convert;
      shares[k] = (shares[k] as number) + mass;
    });
  }
  const n = population.length;
  return {
    value: value / n,
    spend: spend / n,
    abandonment: 1 - orders / n,
    shares: shares.map((x) => x / asked),
  };
};

const indexOfAction = (id: string): number => {
  const k = DEFAULT_ACTIONS.findIndex((action) => action.id === id);
  if (k < 0)
    throw new Fault('unknown-action', 'simulator', `got ${id}, this world knows the default table only`);
  return k;
};

const only = (id: string): number[] => DEFAULT_ACTIONS.map((action) => (action.id === id ? 1 : 0));

/**
 * The true value of a release as deployed: the contract's own `consider` on the state at each ask, holdout included,
 * with the budget mask open. `profiles` are those published with it, by subject.
 */
export const trueValue = (
  population: Population,
  release: Release,
  profiles: ReadonlyMap<string, StoredProfile> = new Map(),
): TrueValue => {
  const digest = releaseDigest(release);
  const models = { ...release.page, policy: release.policy, actions: release.actions };
  const order = release.actions.map(({ id }) => indexOfAction(id));
  return valueOf(population, (visit) => {
    const state = askState(visit, release.page.friction);
    if (state === null) return only(NONE);
    const pi = DEFAULT_ACTIONS.map(() => 0);
    const considered = consider({
      ask: { point: ASK_POINT, state, offered: [...visit.offered] },
      profile: servedProfile(release, digest, visit, profiles.get(visit.subject)),
      counts: {},
      spendableCents: Number.MAX_SAFE_INTEGER,
      models,
    });
    considered.distribution.forEach((p, k) => {
      pi[order[k] as number] = p;
    });
    return pi;
  });
};

/** The value of never doing anything. */
export const controlValue = (population: Population): TrueValue => valueOf(population, () => only(NONE));

/** The value of one action for everyone; strangers get `none` where the action needs proof of who they are. */
export const constantValue = (population: Population, id: string): TrueValue => {
  const action = DEFAULT_ACTIONS[indexOfAction(id)];
  return valueOf(population, ({ known }) => only(action?.needsProof && !known ? NONE : id));
};

/** The best single action for everyone, under no budget. */
export const bestConstantArm = (
  population: Population,
): { action: string; trueValue: number; spend: number } =>
  DEFAULT_ACTIONS.map(({ id }) => {
    const { value, spend } = constantValue(population, id);
    return { action: id, trueValue: value, spend };
  }).reduce((best, arm) => (arm.trueValue > best.trueValue ? arm : best));
