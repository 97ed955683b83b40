import { type Action, type PolicyModel, STATE_SIZE } from '@causeway/contract';
import type { Exposures } from '../exposure/index.ts';
import { prepareRidge } from '../maths/index.ts';
import { emptyPredictions, predictInto } from '../policy/index.ts';

export type Carried = {
  readonly policy: PolicyModel;
  /** share of the variance of the incumbent's effects that the carried ones keep; 1 when there was none */
  readonly kept: number;
};

/**
 * The incumbent's policy on a candidate's features: its effects and costs, seen on the same decisions encoded both ways, by ridge regression on the new
 * columns. `before` is encoded under the incumbent's page and profiles, `after` under the candidate's; rows agree by place.
 */
export const carryPolicy = (
  policy: PolicyModel,
  actions: readonly Action[],
  before: Exposures,
  after: Exposures,
): Carried => {
  const arms = actions.length;
  const { n } = before;
  const scores = emptyPredictions(n, arms);
  predictInto(
    scores,
    policy,
    before,
    actions,
    Int32Array.from({ length: n }, (_, i) => i),
  );
  // The first column of the state is one: it takes the intercept, the others are the design.
  const p = STATE_SIZE - 1;
  const x = new Float64Array(n * p);
  for (let i = 0; i < n; i++) x.set(after.x.subarray(i * STATE_SIZE + 1, (i + 1) * STATE_SIZE), i * p);
  const column = (of: Float64Array, a: number) =>
    Float64Array.from({ length: n }, (_, i) => of[i * arms + a] as number);
  const targets = [scores.effects, scores.costs].flatMap((of) => actions.map((_, a) => column(of, a)));
  const solve = prepareRidge({ x, n, p });
  const rows = targets.map((y) => {
    const { intercept, coefficients } = solve(y);
    return [intercept, ...coefficients];
  });
  let [left, whole] = [0, 0];
  targets.slice(0, arms).forEach((target, a) => {
    const mean = target.reduce((sum, v) => sum + v, 0) / n;
    const weights = rows[a] as number[];
    target.forEach((v, i) => {
      let fitted = weights[0] as number;
      for (let k = 0; k < p; k++) fitted += (weights[k + 1] as number) * (x[i * p + k] as number);
      left += (v - fitted) ** 2;
      whole += (v - mean) ** 2;
    });
  });
  const { scores: blob, ...linear } = policy;
  return {
    policy: { ...linear, effect: rows.slice(0, arms), cost: rows.slice(arms) },
    kept: whole > 1e-9 * n ? 1 - left / whole : 1,
  };
};
