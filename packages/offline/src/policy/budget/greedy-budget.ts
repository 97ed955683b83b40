import type { Allocation, BudgetTable } from './allocation.ts';
import { checkBudgetTable, costAt } from './allocation.ts';

/**
 * The usual rule of thumb, as a peer: each row's arm of best value a cost (A §6), rows in that order until the money is gone. It is beaten
 * by the Lagrangian because the arm of best ratio is not the arm of best gain at the price that the budget sets.
 */
export const greedyBudget = (table: BudgetTable, budget: number): Allocation => {
  checkBudgetTable(table);
  const { n, values, costs } = table;
  const arm = new Uint8Array(n);
  const ratio = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let a = 1; a < values.length; a++) {
      const gain =
        ((values[a] as ArrayLike<number>)[i] as number) - ((values[0] as ArrayLike<number>)[i] as number);
      const cost = costAt(costs[a] as number, i);
      const r = gain <= 0 ? 0 : cost > 0 ? gain / cost : Infinity;
      if (r > (ratio[i] as number)) [ratio[i], arm[i]] = [r, a];
    }
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (ratio[b] as number) - (ratio[a] as number) || a - b,
  );
  const counts = new Array<number>(values.length).fill(0);
  let [spent, gain, least, full] = [0, 0, Infinity, false];
  for (const i of order) {
    const a = arm[i] as number;
    const cost = costAt(costs[a] as number, i);
    full ||= spent + cost > budget * (1 + 1e-12);
    if (a === 0 || full) {
      arm[i] = 0;
      counts[0] = (counts[0] as number) + 1;
      continue;
    }
    spent += cost;
    least = ratio[i] as number;
    gain += ((values[a] as ArrayLike<number>)[i] as number) - ((values[0] as ArrayLike<number>)[i] as number);
    counts[a] = (counts[a] as number) + 1;
  }
  return { multiplier: least, arm, counts, spent, gain };
};
