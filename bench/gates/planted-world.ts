import {
  DEFAULT_ACTIONS,
  DEFAULT_HAZARD_MODEL,
  distribution,
  faceCents,
  firstRelease,
  hazard,
  type PolicyModel,
  type Release,
  releaseDigest,
  STAGES,
  STATE_NAMES,
  STATE_SIZE,
  sigmoid,
} from '@causeway/contract';
import type { Exposures, PersonPeriods, Unexposed } from '@causeway/offline';
import { chance } from '@causeway/offline/simulator';

export const ARMS = DEFAULT_ACTIONS.length;
export const columnOf = (name: string): number => STATE_NAMES.indexOf(name);
const DAY_MS = 86_400_000;
export const START = Date.UTC(2026, 8, 1);

/** What an arm adds to the log-odds of an order, and how that grows with z.0: form-help pays where z.0 is high, discounts sell and cost. */
const LEVEL = [0, 0.25, 0.1, 0, -0.2, 0.1, 0.4];
const SLOPE = [0, 0.7, -0.3, 0, 0, 0, 0];

export type PlantedLog = {
  readonly live: Release;
  readonly exposures: Exposures;
  readonly unexposed: Unexposed;
  readonly periods: PersonPeriods;
  /** an arm's true chance of an order, row by row: what a hidden hand may know */
  readonly buys: Float64Array;
};

/** A live release that explores but prefers: its propensities differ from row to row. */
const liveRelease = (seed: number): Release => {
  const first = firstRelease({
    createdAt: START,
    budget: { id: 'live', capCents: 1_000_000 },
    salt: `planted-${seed}`,
  });
  const effect = first.policy.effect.map((row, a) =>
    row.map((_, k) => (k === columnOf('z.0') ? (a === 1 ? 1 : a === 2 ? -1 : 0) : 0)),
  );
  const policy: PolicyModel = {
    ...first.policy,
    effect,
    temperature: 1,
    exploration: 0.4,
    trainedOn: 1,
    bounds: { 'chat-offer': { low: 0, high: 0 } },
  };
  return { ...first, sequence: 2, policy };
};

/** n decisions of a shop whose truth is known, drawn under the live release; one a person. */
export const plantedLog = (n: number, seed: number): PlantedLog => {
  const live = liveRelease(seed);
  const release = releaseDigest(live);
  const ids = DEFAULT_ACTIONS.map(({ id }) => id);
  const c = chance(seed, 41, 0);
  const numbers = () => new Float64Array(n);
  const text = (of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i));
  const e: Exposures = {
    n,
    actions: ids,
    x: new Float64Array(n * STATE_SIZE),
    action: new Int32Array(n),
    propensity: numbers(),
    pi: new Float64Array(n * ARMS),
    eligible: new Uint8Array(n * ARMS),
    reward: numbers(),
    cost: numbers(),
    converted: new Uint8Array(n),
    revenue: numbers(),
    cartCents: numbers(),
    stage: text(() => 'payment'),
    hazard: numbers().fill(0.1),
    at: Float64Array.from({ length: n }, (_, i) => START + DAY_MS + i * 60_000),
    subject: text((i) => `person-${seed}-${i}`),
    session: text((i) => `visit-${seed}-${i}`),
    decision: text((i) => `decision-${seed}-${i}`),
    mode: text(() => 'explore'),
    release: text(() => release),
    known: new Uint8Array(n),
    mobile: new Uint8Array(n),
  };
  const buys = new Float64Array(n * ARMS);
  for (let i = 0; i < n; i++) {
    const known = c.flip(0.7);
    const z = known ? c.normal() : 0;
    const cart = Math.round(4000 + 8000 * c.uniform());
    const mobile = c.flip(0.5);
    const x = e.x.subarray(i * STATE_SIZE, (i + 1) * STATE_SIZE);
    for (const [name, value] of [
      ['one', 1],
      ['z.0', z],
      ['z.spread', known ? 0.2 : 1],
      ['cart.value', cart / (cart + 8000)],
      ['mobile', mobile ? 1 : 0],
      ['stage.payment', 1],
    ] as const)
      x[columnOf(name)] = value;
    [e.known[i], e.mobile[i], e.cartCents[i]] = [known ? 1 : 0, mobile ? 1 : 0, cart];
    const open = DEFAULT_ACTIONS.map((action) => known || !action.needsProof);
    const effects = live.policy.effect.map((row) => row.reduce((sum, w, k) => sum + w * (x[k] as number), 0));
    const pi = distribution(live.policy, { effects, costs: ids.map(() => 0) }, open, ids);
    let [u, drawn] = [c.uniform(), 0];
    while (drawn < ARMS - 1 && u >= (pi[drawn] as number)) u -= pi[drawn++] as number;
    DEFAULT_ACTIONS.forEach((_, a) => {
      e.pi[i * ARMS + a] = pi[a] as number;
      e.eligible[i * ARMS + a] = open[a] ? 1 : 0;
      buys[i * ARMS + a] = sigmoid(-0.4 - 0.3 * z + (LEVEL[a] as number) + (SLOPE[a] as number) * z);
    });
    put(e, i, drawn, c.uniform() < (buys[i * ARMS + drawn] as number));
  }
  const unexposed: Unexposed = {
    n: 0,
    reward: new Float64Array(0),
    converted: new Uint8Array(0),
    subject: [],
    at: new Float64Array(0),
  };
  return { live, exposures: e, unexposed, periods: plantedPeriods(seed), buys };
};

/** Writes down that arm a was shown in row i and what came of it. */
export const put = (e: Exposures, i: number, a: number, bought: boolean): void => {
  const action = DEFAULT_ACTIONS[a] as (typeof DEFAULT_ACTIONS)[number];
  const cart = e.cartCents[i] as number;
  const face = faceCents(action, cart);
  e.action[i] = a;
  e.propensity[i] = e.pi[i * ARMS + a] as number;
  e.converted[i] = bought ? 1 : 0;
  e.revenue[i] = bought ? cart : 0;
  e.cost[i] = bought ? face : 0;
  e.reward[i] = (bought ? 0.35 * cart - face : 0) - action.handlingCents;
};

/** Steps of checkout visits that are left by the default hazard. */
const plantedPeriods = (seed: number, n = 2000): PersonPeriods => {
  const c = chance(seed, 42, 0);
  const width = DEFAULT_HAZARD_MODEL.v.length;
  const depth = DEFAULT_HAZARD_MODEL.u.length;
  const periods: PersonPeriods = {
    n,
    stage: new Int32Array(n),
    step: new Int32Array(n),
    z: new Float64Array(n * depth),
    phi: new Float64Array(n * width),
    elapsedMs: new Float64Array(n),
    event: new Uint8Array(n),
    session: Array.from({ length: n }, (_, i) => `s${i}`),
    subject: Array.from({ length: n }, (_, i) => `p${i}`),
    at: Float64Array.from({ length: n }, (_, i) => START + i),
    lastOf: new Uint8Array(n).fill(1),
  };
  for (let i = 0; i < n; i++) {
    const stage = 3 + Math.floor(4 * c.uniform());
    const step = 1 + Math.floor(8 * c.uniform());
    const phi = Array.from({ length: width }, () => c.uniform());
    [periods.stage[i], periods.step[i]] = [stage, step];
    periods.phi.set(phi, i * width);
    const lambda = hazard(DEFAULT_HAZARD_MODEL, {
      stage: STAGES[stage] as (typeof STAGES)[number],
      step,
      z: new Array<number>(depth).fill(0),
      phi,
    });
    periods.event[i] = c.uniform() < lambda ? 1 : 0;
  }
  return periods;
};
