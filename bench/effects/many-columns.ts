import { type EffectRows, LassoLearner, LinearLearner } from '../../packages/offline/src/learners/index.ts';
import { makeRandom, type Random } from '../../packages/offline/src/maths/index.ts';
import { logisticRegressor, ridgeRegressor } from '../../packages/offline/src/nuisance/index.ts';

export type ManyColumns = {
  readonly n: number;
  readonly d: number;
  /** Of a column and the one before it. */
  readonly correlation: number;
};

export const MANY_COLUMNS: readonly ManyColumns[] = [
  { n: 800, d: 20, correlation: 0 },
  { n: 240, d: 60, correlation: 0 },
  { n: 240, d: 60, correlation: 0.6 },
  { n: 160, d: 100, correlation: 0 },
];

const LATER = 50;

const columns = (n: number, { d, correlation }: ManyColumns, random: Random): Float64Array => {
  const x = new Float64Array(n * d);
  for (let k = 0; k < n * d; k++) {
    const own = random.normal();
    x[k] = k % d === 0 ? own : correlation * (x[k - 1] as number) + Math.sqrt(1 - correlation ** 2) * own;
  }
  return x;
};

/** Two columns of many change the effect, arms drawn at one half: the share of later rows whose interval holds the truth. */
export const coverageOfLines = (design: ManyColumns, seeds: number) => {
  const { n, d } = design;
  let [linear, lasso] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const random = makeRandom(7919 * seed);
    const x = columns(n, design, random);
    const effectOf = (of: Float64Array, i: number): number =>
      1 + 0.5 * (of[i * d + 1] as number) - 0.3 * (of[i * d + 2] as number);
    const action = Int32Array.from({ length: n }, () => (random.uniform() < 0.5 ? 1 : 0));
    const y = Float64Array.from(
      { length: n },
      (_, i) => (x[i * d] as number) + (action[i] as number) * effectOf(x, i) + random.normal(),
    );
    const half = new Float64Array(n).fill(0.5);
    const rows: EffectRows = { n, d, x, y, action, arms: 2, seed, propensity: half };
    const later = columns(LATER, design, random);
    const held = (learner: LinearLearner | LassoLearner): number => {
      const { effect, standardError } = learner.fit(rows).predict(later, LATER);
      let inside = 0;
      for (let i = 0; i < LATER; i++)
        if (
          Math.abs((effect[0]?.[i] as number) - effectOf(later, i)) <=
          1.96 * (standardError?.[0]?.[i] as number)
        )
          inside++;
      return inside / LATER;
    };
    const options = { outcome: ridgeRegressor, propensity: logisticRegressor };
    linear += held(new LinearLearner(options)) / seeds;
    lasso += held(new LassoLearner(options)) / seeds;
  }
  return { linear, lasso };
};
