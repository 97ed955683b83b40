import { Fault } from '@causeway/contract';
import { type Allocation, type BudgetTable, costAt } from '../budget/allocation.ts';
import { lagrangianBudget } from '../budget/lagrangian-budget.ts';

export type FairBudget = Allocation & {
  /** Share of each group that gets anything. */
  readonly shares: Readonly<Record<string, number>>;
  readonly unconstrained: { readonly gain: number; readonly shares: Readonly<Record<string, number>> };
  /** What the constraint costs: gain without it less gain with it, and its share. */
  readonly price: number;
  readonly relativePrice: number;
};

const sharesOf = (arm: Uint8Array, group: readonly string[]): Record<string, number> => {
  const counts = new Map<string, [number, number]>();
  group.forEach((name, i) => {
    const found = counts.get(name) ?? [0, 0];
    found[0] += (arm[i] as number) > 0 ? 1 : 0;
    found[1] += 1;
    counts.set(name, found);
  });
  return Object.fromEntries([...counts].map(([name, [treated, all]]) => [name, treated / all]));
};

const spread = (shares: Record<string, number>): number => {
  const values = Object.values(shares);
  return Math.max(...values) - Math.min(...values);
};

/** Rows with a bonus on every arm but "nothing": a group's price of being treated less, or more, than it would be. */
const shifted = (table: BudgetTable, bonus: Float64Array): BudgetTable => ({
  ...table,
  values: table.values.map((column, a) =>
    a === 0
      ? column
      : Float64Array.from({ length: table.n }, (_, i) => (column[i] as number) + (bonus[i] as number)),
  ),
});

/**
 * The budget allocation in which the shares of groups that get anything differ by at most `most` (demographic parity of offers), by
 * group multipliers: every group's bonus is moved against its distance from the common share until all keep the bound. The budget holds
 * throughout. The price of fairness is told in the gain's own unit.
 */
export const fairBudget = (
  table: BudgetTable,
  budget: number,
  group: readonly string[],
  most: number,
): FairBudget => {
  if (!(most >= 0 && most <= 1)) throw new Fault('bad-input', 'most', `got ${most}, allowed is 0 to 1`);
  if (group.length !== table.n)
    throw new Fault('bad-input', 'group', `it has ${group.length} rows of ${table.n}`);
  const free = lagrangianBudget(table, budget);
  const before = sharesOf(free.arm, group);
  const names = Object.keys(before);
  let scale = 0;
  for (let a = 1; a < table.values.length; a++)
    for (let i = 0; i < table.n; i++)
      scale += Math.abs((table.values[a]?.[i] as number) - (table.values[0]?.[i] as number)) / table.n;
  const bonusOf = new Map(names.map((name) => [name, 0]));
  let best: { allocation: Allocation; gain: number; shares: Record<string, number> } | null = null;
  let [arm, shares]: [Uint8Array, Record<string, number>] = [free.arm, before];
  for (let round = 0; round < 200; round++) {
    const gain = trueGain(table, arm);
    if (spread(shares) <= most && (best === null || gain > best.gain))
      best = { allocation: summary(table, arm), gain, shares };
    const values = Object.values(shares);
    const middle = (Math.max(...values) + Math.min(...values)) / 2;
    for (const name of names) {
      const gap = (shares[name] as number) - middle;
      // Inside the bound the bonus fades, so that no more is paid than the bound asks for.
      const over = Math.sign(gap) * Math.max(0, Math.abs(gap) - 0.45 * most);
      const kept = over === 0 ? 0.98 : 1;
      bonusOf.set(name, kept * (bonusOf.get(name) as number) - (2 * scale * over) / (1 + round / 20));
    }
    const bonus = Float64Array.from(group, (name) => bonusOf.get(name) as number);
    arm = lagrangianBudget(shifted(table, bonus), budget).arm;
    shares = sharesOf(arm, group);
  }
  const found = best ?? {
    allocation: summary(table, new Uint8Array(table.n)),
    gain: 0,
    shares: Object.fromEntries(names.map((n) => [n, 0])),
  };
  return {
    ...found.allocation,
    shares: found.shares,
    unconstrained: { gain: free.gain, shares: before },
    price: free.gain - found.gain,
    relativePrice: free.gain > 0 ? (free.gain - found.gain) / free.gain : 0,
  };
};

const trueGain = (table: BudgetTable, arm: Uint8Array): number => summary(table, arm).gain;

const summary = ({ n, values, costs }: BudgetTable, arm: Uint8Array): Allocation => {
  const counts = new Array<number>(values.length).fill(0);
  let [spent, gain] = [0, 0];
  for (let i = 0; i < n; i++) {
    const a = arm[i] as number;
    counts[a] = (counts[a] as number) + 1;
    spent += costAt(costs[a] as number, i);
    gain += (values[a]?.[i] as number) - (values[0]?.[i] as number);
  }
  return { multiplier: Number.NaN, arm, counts, spent, gain };
};
