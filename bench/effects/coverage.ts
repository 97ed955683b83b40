import {
  AutoLearner,
  contrastOf,
  crossFitNuisances,
  type EffectRows,
  LinearLearner,
  MetaLearner,
} from '../../packages/offline/src/learners/index.ts';
import { makeRandom, meanInterval } from '../../packages/offline/src/maths/index.ts';
import { logisticRegressor, ridgeRegressor } from '../../packages/offline/src/nuisance/index.ts';

type Design = {
  readonly name: string;
  readonly n: number;
  readonly arms: number;
  make(random: ReturnType<typeof makeRandom>, rows: Made): void;
};
type Made = {
  x: Float64Array;
  y: Float64Array;
  action: Int32Array;
  truth: Float64Array;
  propensity: Float64Array;
};

const D = 3;
const logistic = (v: number): number => 1 / (1 + Math.exp(-v));

const each =
  (
    body: (
      random: ReturnType<typeof makeRandom>,
      x: (k: number) => number,
    ) => { p: readonly number[]; mean: (a: number) => number; tau: number; rare?: boolean },
  ): Design['make'] =>
  (random, made) => {
    for (let i = 0; i < made.y.length; i++) {
      for (let k = 0; k < D; k++) made.x[i * D + k] = random.normal();
      const { p, mean, tau, rare } = body(random, (k) => made.x[i * D + k] as number);
      let [u, a] = [random.uniform(), 0];
      while (a < p.length - 1 && u >= (p[a] as number)) u -= p[a++] as number;
      made.action[i] = a;
      made.propensity[i] = p[a] as number;
      made.y[i] = rare === true ? (random.uniform() < mean(a) ? 1 : 0) : mean(a) + random.normal();
      made.truth[i] = tau;
    }
  };

const DESIGNS: readonly Design[] = [
  {
    name: 'confounded',
    n: 800,
    arms: 2,
    make: each((_, x) => {
      const e = logistic(0.8 * x(0));
      return { p: [1 - e, e], mean: (a) => x(0) + a * (1 + 0.5 * x(1)), tau: 1 + 0.5 * x(1) };
    }),
  },
  {
    name: 'unequal propensities',
    n: 800,
    arms: 2,
    make: each((_, x) => {
      const e = 0.05 + 0.2 * logistic(x(0));
      return { p: [1 - e, e], mean: (a) => x(0) + a * (1 + 0.5 * x(1)), tau: 1 + 0.5 * x(1) };
    }),
  },
  {
    name: 'rare outcome',
    n: 4000,
    arms: 2,
    make: each((_, x) => ({
      p: [0.5, 0.5],
      mean: (a) => 0.01 * (1 + 0.3 * Math.tanh(x(0))) * (1 + 0.5 * a),
      tau: 0.005 * (1 + 0.3 * Math.tanh(x(0))),
      rare: true,
    })),
  },
  {
    name: 'five arms',
    n: 1500,
    arms: 5,
    make: each((_, x) => {
      const e = logistic(0.5 * x(0));
      return {
        p: [1 - 0.8 * e - 0.1, 0.2 * e + 0.025, 0.2 * e + 0.025, 0.2 * e + 0.025, 0.2 * e + 0.025],
        mean: (a) => x(0) + (a === 1 ? 1 + 0.5 * x(1) : a * 0.1),
        tau: 1 + 0.5 * x(1),
      };
    }),
  },
];

export type Covered = {
  readonly name: string;
  /** Shares of 95 % intervals that hold the truth of arm 1: the average effect, the linear learner's and the automatic one's of a row. */
  readonly average: number;
  readonly linear: number;
  readonly auto: number;
  /** Of the average effect, by scores and by a ridge T-learner; and root mean squared errors of rows' effects. */
  readonly bias: number;
  readonly biasT: number;
  readonly rmse: number;
  readonly rmseT: number;
};

const study = ({ name, n, arms, make }: Design, seeds: number): Covered => {
  const sums = { average: 0, linear: 0, auto: 0, bias: 0, biasT: 0, rmse: 0, rmseT: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const made: Made = {
      x: new Float64Array(n * D),
      y: new Float64Array(n),
      action: new Int32Array(n),
      truth: new Float64Array(n),
      propensity: new Float64Array(n),
    };
    make(makeRandom(seed * 7919), made);
    const rows: EffectRows = { n, d: D, x: made.x, y: made.y, action: made.action, arms, seed };
    const nuisances = crossFitNuisances(rows, { outcome: ridgeRegressor, propensity: logisticRegressor });
    const c = contrastOf(rows, nuisances, 1);
    const truth = name === 'rare outcome' ? 0.005 : 1;
    const own = Array.from({ length: n }, (_, i) => i);
    const { low, high, value } = meanInterval(c.psi, own);
    const line = new LinearLearner().fit(rows, nuisances).predict(made.x, n);
    const auto = new AutoLearner().fit(rows, nuisances).predict(made.x, n);
    const t = new MetaLearner('t').fit(rows, nuisances).predict(made.x, n).effect[0] as Float64Array;
    const gap = (effect: Float64Array, i: number) => (effect[i] as number) - (made.truth[i] as number);
    const held = ({ effect, standardError }: typeof line): number =>
      own.filter(
        (i) => Math.abs(gap(effect[0] as Float64Array, i)) < 1.96 * (standardError?.[0]?.[i] as number),
      ).length / n;
    const square = (effect: Float64Array): number => own.reduce((s, i) => s + gap(effect, i) ** 2, 0) / n;
    sums.average += low <= truth && truth <= high ? 1 : 0;
    sums.linear += held(line);
    sums.auto += held(auto);
    sums.bias += value - truth;
    sums.biasT += t.reduce((a, b) => a + b, 0) / n - truth;
    sums.rmse += square(auto.effect[0] as Float64Array);
    sums.rmseT += square(t);
  }
  return {
    name,
    average: sums.average / seeds,
    linear: sums.linear / seeds,
    auto: sums.auto / seeds,
    bias: sums.bias / seeds,
    biasT: sums.biasT / seeds,
    rmse: Math.sqrt(sums.rmse / seeds),
    rmseT: Math.sqrt(sums.rmseT / seeds),
  };
};

/** Every design over so many seeds, nuisances estimated by plain regressions. */
export const coverage = (seeds: number): Covered[] => DESIGNS.map((design) => study(design, seeds));
