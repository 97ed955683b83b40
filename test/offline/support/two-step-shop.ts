import { makeRandom, type Random } from '../../../packages/offline/src/maths/index.ts';
import type { SessionLog } from '../../../packages/offline/src/ope/index.ts';

/** none, help, discount */
export const SHOP_ARMS = 3;
export const SHOP_STATE = 4;

export type ShopOptions = {
  readonly sessions: number;
  readonly seed: number /** how much early help eases what comes later */;
  readonly carry: number;
};

/** π at (step, need, ease): A numbers. */
export type ShopPolicy = (x: Float64Array, row: number, into: Float64Array) => void;

const uniform: ShopPolicy = (_, __, into) => into.fill(1 / SHOP_ARMS);

/** One visit of three decisions: need is drawn, help at step 0 raises ease later at a small cost now, discount costs when it sells; the order comes last. */
const visit = (random: Random, carry: number, pick: (x: Float64Array) => number) => {
  const need = 2 * random.uniform() - 1;
  let ease = 0;
  const rows: { x: number[]; a: number; reward: number }[] = [];
  for (let t = 0; t < 3; t++) {
    const x = [t, need, ease, t * need];
    const a = pick(Float64Array.from(x));
    let reward = a === 1 ? -0.02 : 0;
    if (t === 0 && a === 1) ease += carry;
    if (t === 2) {
      const p = Math.min(0.95, Math.max(0.02, 0.3 + 0.15 * need + 0.4 * ease + (a === 2 ? 0.15 : 0)));
      if (random.uniform() < p) reward += a === 2 ? 0.75 : 1;
    }
    rows.push({ x, a, reward });
  }
  return rows;
};

const draw = (random: Random, pi: Float64Array): number => {
  let u = random.uniform();
  for (let a = 0; a < pi.length - 1; a++) {
    if (u < (pi[a] as number)) return a;
    u -= pi[a] as number;
  }
  return pi.length - 1;
};

/** A log of uniform draws, with the candidate's π beside each row. */
export const shopLog = ({ sessions, seed, carry }: ShopOptions, candidate: ShopPolicy): SessionLog => {
  const random = makeRandom(seed);
  const pi = new Float64Array(SHOP_ARMS);
  const rows = Array.from({ length: sessions }, () =>
    visit(random, carry, () => random.integer(SHOP_ARMS)),
  ).flat();
  const x = Float64Array.from(rows.flatMap((r) => r.x));
  const matrix = new Float64Array(rows.length * SHOP_ARMS);
  rows.forEach((_, i) => {
    candidate(x, i, pi);
    matrix.set(pi, i * SHOP_ARMS);
  });
  return {
    rows: rows.length,
    sessions,
    arms: SHOP_ARMS,
    p: SHOP_STATE,
    offset: Int32Array.from({ length: sessions + 1 }, (_, s) => 3 * s),
    x,
    action: Int32Array.from(rows, (r) => r.a),
    reward: Float64Array.from(rows, (r) => r.reward),
    propensity: new Float64Array(rows.length).fill(1 / SHOP_ARMS),
    pi: matrix,
    cluster: Array.from({ length: sessions }, (_, s) => s),
  };
};

/** What a policy is worth, by playing it. */
export const shopValue = (carry: number, policy: ShopPolicy, seed = 77, sessions = 20_000): number => {
  const random = makeRandom(seed);
  const pi = new Float64Array(SHOP_ARMS);
  let sum = 0;
  for (let s = 0; s < sessions; s++)
    for (const { reward } of visit(random, carry, (x) => {
      policy(x, 0, pi);
      return draw(random, pi);
    }))
      sum += reward;
  return sum / sessions;
};

export const uniformPolicy = uniform;
