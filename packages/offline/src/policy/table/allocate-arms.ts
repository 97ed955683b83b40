import { makeRandom } from '../../maths/index.ts';
import { type LagrangianBudget, lagrangianBudget } from '../budget/index.ts';

export type Spending = {
  /** one an arm, arm 0 costs nothing */
  readonly costs: readonly number[];
  /** what may be spent a row; Infinity for no bound */
  readonly budgetPerRow: number;
  /** gross: effects alone, costs only count against the budget (A10, A11); net: effects less costs */
  readonly objective: 'gross' | 'net';
};

/** Share of the effects' size by which rows alike are told apart, so that money goes to some of them and not to all or none. */
const TIE = 1e-7;

/** Who gets what: the largest sum of effects, net of cost when asked for, within the budget (A10-A12). Rows without an effect get arm 0. */
export const allocateArms = (
  effects: readonly Float64Array[],
  n: number,
  { costs, budgetPerRow, objective }: Spending,
  seed: number,
): LagrangianBudget => {
  const random = makeRandom(seed);
  let size = 0;
  for (const own of effects) for (const v of own) if (Math.abs(v) > size) size = Math.abs(v);
  const tie = Float64Array.from({ length: n }, () => 1 - TIE * random.uniform());
  const values = [
    new Float64Array(n),
    ...effects.map((own, k) =>
      own.map((v, i) =>
        Number.isFinite(v)
          ? (v - (objective === 'net' ? (costs[k + 1] as number) : 0)) * (tie[i] as number)
          : -(1 + size),
      ),
    ),
  ];
  const all = costs.reduce((s, c) => Math.max(s, c), 0) * n;
  return lagrangianBudget({ n, values, costs }, Math.min(all, budgetPerRow * n));
};
