import {
  DEFAULT_ACTIONS,
  distribution,
  faceCents,
  STATE_NAMES,
  STATE_SIZE,
  sigmoid,
  uniformPolicy,
} from '@causeway/contract';
import type { Exposures } from '../../../packages/offline/src/exposure/exposures.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

export const ARMS = DEFAULT_ACTIONS.length;
const at = (name: string) => STATE_NAMES.indexOf(name);

/** A small world in the form of the table: an order's chance is σ(base + effect of the arm), its margin .35 of the basket. */
export type SmallTruth = {
  readonly base: number;
  readonly level: readonly number[];
  readonly slope: readonly number[];
};

/** form-help helps where z.0 is high and harms where it is low; discount-10 sells and costs; the others do little. */
export const SMALL_TRUTH: SmallTruth = {
  base: -0.4,
  level: [0, 0.1, 0, 0, -0.2, 0.1, 0.4],
  slope: [0, 0.8, 0, 0, 0, 0, 0],
};

export type SmallOptions = {
  readonly n: number;
  readonly seed: number;
  readonly truth?: SmallTruth;
  readonly rowsPerPerson?: number;
};

/** Exposures drawn from a small world under uniform exploration, with E[reward | row, arm] beside them (NaN where masked). */
export const makeExposures = ({
  n,
  seed,
  truth = SMALL_TRUTH,
  rowsPerPerson = 1,
}: SmallOptions): { e: Exposures; means: Float64Array } => {
  const random = makeRandom(seed);
  const ids = DEFAULT_ACTIONS.map(({ id }) => id);
  const policy = uniformPolicy(ARMS);
  const zero = { effects: ids.map(() => 0), costs: ids.map(() => 0) };
  const numbers = () => new Float64Array(n);
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
    stage: new Array<string>(n).fill('payment'),
    hazard: numbers().fill(0.1),
    at: Float64Array.from({ length: n }, (_, i) => 1e12 + i * 1000),
    subject: Array.from({ length: n }, (_, i) => `p${Math.floor(i / rowsPerPerson)}`),
    session: Array.from({ length: n }, (_, i) => `s${i}`),
    decision: Array.from({ length: n }, (_, i) => `d${i}`),
    mode: new Array<string>(n).fill('explore'),
    release: new Array<string>(n).fill('r'),
    known: new Uint8Array(n),
    mobile: new Uint8Array(n),
  };
  const means = new Float64Array(n * ARMS).fill(Number.NaN);
  for (let i = 0; i < n; i++) {
    const known = random.uniform() < 0.7;
    const z = known ? random.normal() : 0;
    const cart = Math.round(4000 + 8000 * random.uniform());
    e.known[i] = known ? 1 : 0;
    e.cartCents[i] = cart;
    e.x[i * STATE_SIZE] = 1;
    e.x[i * STATE_SIZE + at('z.0')] = z;
    e.x[i * STATE_SIZE + at('z.spread')] = known ? 0.2 : 1;
    e.x[i * STATE_SIZE + at('cart.value')] = cart / (cart + 8000);
    e.x[i * STATE_SIZE + at('stage.payment')] = 1;
    const open = DEFAULT_ACTIONS.map((action) => known || !action.needsProof);
    const pi = distribution(policy, zero, open, ids);
    const order = (a: number) =>
      sigmoid(truth.base + (truth.level[a] as number) + (truth.slope[a] as number) * z);
    DEFAULT_ACTIONS.forEach((action, a) => {
      e.pi[i * ARMS + a] = pi[a] as number;
      e.eligible[i * ARMS + a] = open[a] ? 1 : 0;
      if (open[a])
        means[i * ARMS + a] = order(a) * (0.35 * cart - faceCents(action, cart)) - action.handlingCents;
    });
    let [u, a] = [random.uniform(), 0];
    while (u >= (pi[a] as number)) u -= pi[a++] as number;
    const bought = random.uniform() < order(a);
    const face = faceCents(DEFAULT_ACTIONS[a] as (typeof DEFAULT_ACTIONS)[number], cart);
    e.action[i] = a;
    e.propensity[i] = pi[a] as number;
    e.converted[i] = bought ? 1 : 0;
    e.revenue[i] = bought ? cart : 0;
    e.cost[i] = bought ? face : 0;
    e.reward[i] = (bought ? 0.35 * cart - face : 0) - (DEFAULT_ACTIONS[a]?.handlingCents ?? 0);
  }
  return { e, means };
};

/** mean_i Σ_a π(a|i) E[reward | i, a]: what a policy is truly worth on these rows. */
export const trueMean = (pi: ArrayLike<number>, means: Float64Array, n: number): number => {
  let sum = 0;
  for (let k = 0; k < means.length; k++)
    if ((pi[k] as number) > 0) sum += (pi[k] as number) * (means[k] as number);
  return sum / n;
};
