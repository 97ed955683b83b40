import { chance } from './chance.ts';

/** How the effects depend on the features: `inside` what a linear model on these columns can say, or not. */
export type Shape = 'dense' | 'sparse' | 'steps' | 'wave' | 'none';

export type World = {
  readonly name: string;
  readonly shape: Shape;
  /** Share of control rows that convert. */
  readonly rate: number;
  /** A heavy-tailed (log-normal, σ 1.1) amount an order instead of 1. */
  readonly revenue: boolean;
  /** Added to every arm's effect on the logit: below 0 the arms harm most people. */
  readonly lean: number;
  /** Arms drawn alike, or by features with a floor of .04. */
  readonly logging: 'uniform' | 'leaning';
};

const world = (
  name: string,
  shape: Shape,
  rate: number,
  more: Partial<Omit<World, 'name' | 'shape' | 'rate'>> = {},
): World => ({ name, shape, rate, revenue: false, lean: 0.1, logging: 'uniform', ...more });

/** From easy to hard; the last has no effect at all. */
export const WORLDS: readonly World[] = [
  world('dense, 20 %', 'dense', 0.2),
  world('dense, 2 %, leaning log', 'dense', 0.02, { logging: 'leaning' }),
  world('sparse, 20 %, leaning log', 'sparse', 0.2, { logging: 'leaning' }),
  world('sparse, 2 %', 'sparse', 0.02),
  world('steps, 20 %', 'steps', 0.2),
  world('steps, 2 %, leaning log', 'steps', 0.02, { logging: 'leaning' }),
  world('wave, 20 %, leaning log', 'wave', 0.2, { logging: 'leaning' }),
  world('steps, 20 %, harmful arms', 'steps', 0.2, { lean: -0.25 }),
  world('dense, 2 %, harmful arms', 'dense', 0.02, { lean: -0.25 }),
  world('dense, revenue, 10 %', 'dense', 0.1, { revenue: true, logging: 'leaning' }),
  world('steps, revenue, 10 %', 'steps', 0.1, { revenue: true }),
];

export const NO_EFFECT = world('no effect, 5 %', 'none', 0.05, { lean: 0 });

export const FEATURES = ['f0', 'f1', 'f2', 'f3', 'f4', 'old', 'app', 'spent', 'visits', 'seg_b', 'seg_c'];
export const ARMS = ['none', 'badge', 'help', 'voucher'];
/** The unit is one voucher. */
export const COSTS = [0, 0.2, 0.5, 1];
export const BUDGET_PER_ROW = 0.25;

export type People = {
  readonly n: number;
  /** n x 11 */
  readonly x: Float64Array;
  /** E(Y | x, a), n x 4 */
  readonly means: Float64Array;
  /** what the effects are linear in on the logit: n x width, a constant first */
  readonly basis: Float64Array;
  readonly width: number;
};

export type Log = People & {
  readonly action: Int32Array;
  readonly propensity: Float64Array;
  readonly reward: Float64Array;
};

const D = FEATURES.length;
const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

/** The features an arm's effect looks at, without the constant. */
const basisOf = (shape: Shape, x: Float64Array): number[] => {
  const [f0, f1, f2, f3, , old, app, spent, visits, b] = x as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  switch (shape) {
    case 'dense':
      return [...Array.from(x.subarray(0, 7)), Math.log1p(spent) - 0.9, visits / 2 - 1, b - 0.3];
    case 'sparse':
      return [f0, app - 0.5];
    case 'steps':
      return [f0 > 0.4 && app > 0 ? 1 : 0, f1 > 0 && f2 < 0.5 ? 1 : 0, visits > 2 && old > 0 ? 1 : 0];
    case 'wave':
      return [Math.sin(2 * f0), f1 * f2, Math.cos(1.5 * f3)];
    default:
      return [];
  }
};

/** Weights an arm on the basis, and its constant; fixed for a world, so that seeds are draws of people and not of truths. */
const weightsOf = ({ name, shape, lean }: World): { constants: number[]; weights: number[][] } => {
  const random = chance([...name].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) | 0, 7));
  const size = { dense: 0.08, sparse: 0.25, steps: 0.45, wave: 0.22, none: 0 }[shape];
  const width = basisOf(shape, new Float64Array(D)).length;
  const sign = () => (random.uniform() < 0.5 ? -1 : 1);
  const weights = ARMS.map((_, a) =>
    a === 0
      ? new Array<number>(width).fill(0)
      : Array.from({ length: width }, () => sign() * size * (0.6 + 0.8 * random.uniform())),
  );
  return {
    constants: ARMS.map((_, a) => (a === 0 || shape === 'none' ? 0 : lean + 0.06 * (a - 1))),
    weights,
  };
};

/** People of a world with the truth about them. */
export const people = (w: World, n: number, seed: number): People => {
  const random = chance(seed);
  const { constants, weights } = weightsOf(w);
  const x = new Float64Array(n * D);
  const means = new Float64Array(n * ARMS.length);
  const width = 1 + basisOf(w.shape, new Float64Array(D)).length;
  const basis = new Float64Array(n * width);
  const base = Math.log(w.rate / (1 - w.rate));
  for (let i = 0; i < n; i++) {
    const row = x.subarray(i * D, (i + 1) * D);
    const common = random.normal();
    for (let k = 0; k < 5; k++) row[k] = 0.5 * common + Math.sqrt(0.75) * random.normal();
    row[5] = random.uniform() < 0.4 ? 1 : 0;
    row[6] = random.uniform() < 0.5 ? 1 : 0;
    row[7] = Math.exp(0.5 + 0.9 * random.normal());
    row[8] = Math.floor(-2 * Math.log(1 - random.uniform()));
    const segment = random.uniform();
    row[9] = segment < 0.3 ? 1 : 0;
    row[10] = segment > 0.8 ? 1 : 0;
    const own = [1, ...basisOf(w.shape, row)];
    basis.set(own, i * width);
    const [f0, f1, f2, , , old, , spent] = row as unknown as number[] as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const level =
      base - 0.2 + 0.45 * f0 - 0.35 * f2 * (f1 > 0 ? 1 : 0.2) + 0.4 * old + 0.2 * Math.log1p(spent);
    const amount = w.revenue ? 40 * Math.exp(0.25 * f1 + 0.2 * old + 0.5 * 1.1 ** 2) : 1;
    for (let a = 0; a < ARMS.length; a++) {
      const effect = (weights[a] as number[]).reduce(
        (s, v, k) => s + v * (own[k + 1] as number),
        constants[a] as number,
      );
      means[i * ARMS.length + a] = sigmoid(level - 0.1 + effect) * amount;
    }
  }
  return { n, x, means, basis, width };
};

/** A log of a world: one row a session. */
export const makeLog = (w: World, n: number, seed: number): Log => {
  const all = people(w, n, seed);
  const random = chance(seed + 1_000_003);
  const A = ARMS.length;
  const action = new Int32Array(n);
  const propensity = new Float64Array(n);
  const reward = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [f0, , f2] = all.x.subarray(i * D, i * D + 3) as unknown as [number, number, number];
    const soft = ARMS.map((_, a) =>
      w.logging === 'uniform' ? 1 : Math.exp([0.6, 0.5 * f0, -0.5 * f0, 0.4 * f2][a] as number),
    );
    const sum = soft.reduce((s, v) => s + v, 0);
    const mu = soft.map((v) => 0.04 + (1 - 0.04 * A) * (v / sum));
    let [a, left] = [0, random.uniform()];
    while (a < A - 1 && left >= (mu[a] as number)) left -= mu[a++] as number;
    action[i] = a;
    propensity[i] = mu[a] as number;
    const mean = all.means[i * A + a] as number;
    const amount = w.revenue
      ? 40 * Math.exp(0.25 * (all.x[i * D + 1] as number) + 0.2 * (all.x[i * D + 5] as number))
      : 1;
    const p = w.revenue ? mean / (amount * Math.exp(0.5 * 1.1 ** 2)) : mean;
    const buys = random.uniform() < p;
    const noise = w.revenue ? Math.exp(1.1 * random.normal()) : 1;
    reward[i] = buys ? amount * noise : 0;
  }
  return { ...all, action, propensity, reward };
};
