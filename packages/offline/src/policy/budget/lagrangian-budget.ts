import { Fault } from '@causeway/contract';
import { type Allocation, allocate, type BudgetTable, checkBudgetTable, spendAt } from './allocation.ts';

export type LagrangianBudget = Allocation & {
  readonly budget: number;
  /** min_λ Σ max_a (v_a - λ c_a) + λ B - Σ v_0: no allocation within the budget, not even a fractional one, gains more. */
  readonly upperBound: number;
  /** upperBound - gain, and its share of the bound: the certificate. */
  readonly gap: number;
  readonly relativeGap: number;
};

/**
 * Who gets what under a budget (A10-A12, B39-B41): the smallest λ >= 0 at which argmax_a v_a - λ c_a spends at most B. Spend falls in
 * steps as λ grows, so bisection finds the step to the last bit; the dual at that λ bounds every allocation from
 * above, and what is left to it is less than one person's gain. Cost: about 100 passes over n x arms, no memory beyond the table.
 */
export const lagrangianBudget = (table: BudgetTable, budget: number): LagrangianBudget => {
  checkBudgetTable(table);
  if (!(budget >= 0)) throw new Fault('bad-input', 'budget', `got ${budget}, allowed is at least 0`);
  const within = (spent: number) => spent <= budget * (1 + 1e-12);
  const done = (multiplier: number): LagrangianBudget => {
    const allocation = allocate(table, multiplier);
    const upperBound = spendAt(table, multiplier).dual + multiplier * budget;
    const gap = Math.max(0, upperBound - allocation.gain);
    return { ...allocation, budget, upperBound, gap, relativeGap: upperBound > 0 ? gap / upperBound : 0 };
  };
  if (within(spendAt(table, 0).spent)) return done(0);
  let [low, high] = [0, 1];
  while (!within(spendAt(table, high).spent)) {
    low = high;
    high *= 2;
    if (high > 1e15)
      throw new Fault('bad-input', 'budget', `${budget} is less than what doing nothing costs`);
  }
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (within(spendAt(table, middle).spent)) high = middle;
    else low = middle;
  }
  return done(high);
};
