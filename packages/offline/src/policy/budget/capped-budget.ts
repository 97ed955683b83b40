import { Fault } from '@causeway/contract';
import { type Allocation, type BudgetTable, checkBudgetTable, costAt } from './allocation.ts';

export type CappedBudget = Allocation & {
  readonly budget: number;
  readonly cap: number;
  /** min_λ Σ_people (their best `cap` rows at λ) + λ B: no allocation within budget and cap gains more. */
  readonly upperBound: number;
  readonly relativeGap: number;
  /** rows that the price would serve and the cap does not */
  readonly rowsHeldBack: number;
};

/**
 * A budget with a frequency cap inside the optimisation: at most `cap` rows of a person get an arm other than 0. At a price λ a person's best `cap` rows by
 * max_a (v_a - λ c_a) - v_0 are served, where that is above 0; spend falls as λ grows, so bisection finds the λ that keeps
 * the budget (A11, A12), and the dual at it bounds every allocation. Cost: 60 passes, each sorting within people.
 * Throws `bad-input` for a cap that is not a whole number from 0.
 */
export const cappedBudget = (
  table: BudgetTable,
  budget: number,
  person: readonly string[],
  cap: number,
): CappedBudget => {
  checkBudgetTable(table);
  const { n, values, costs } = table;
  if (!Number.isInteger(cap) || cap < 0)
    throw new Fault('bad-input', 'cap', `got ${cap}, allowed is a whole number from 0`);
  if (person.length !== n) throw new Fault('bad-input', 'person', `it has ${person.length} rows of ${n}`);
  if (!(budget >= 0)) throw new Fault('bad-input', 'budget', `got ${budget}, allowed is at least 0`);
  const rowsOf = new Map<string, number[]>();
  person.forEach((name, i) => {
    const own = rowsOf.get(name);
    if (own === undefined) rowsOf.set(name, [i]);
    else own.push(i);
  });
  const none = values[0] as ArrayLike<number>;
  const serve = (lambda: number) => {
    const arm = new Uint8Array(n);
    const counts = new Array<number>(values.length).fill(0);
    let [spent, gain, dual, held] = [0, 0, lambda * budget, 0];
    for (const rows of rowsOf.values()) {
      const wanted = rows.flatMap((i) => {
        let [best, top] = [0, 0];
        for (let a = 1; a < values.length; a++) {
          const net =
            (values[a]?.[i] as number) - (none[i] as number) - lambda * costAt(costs[a] as number, i);
          if (net > top) [best, top] = [a, net];
        }
        return best === 0 ? [] : [{ i, best, top }];
      });
      wanted.sort((a, b) => b.top - a.top || a.i - b.i);
      held += Math.max(0, wanted.length - cap);
      for (const { i, best, top } of wanted.slice(0, cap)) {
        arm[i] = best;
        counts[best] = (counts[best] as number) + 1;
        spent += costAt(costs[best] as number, i);
        gain += (values[best]?.[i] as number) - (none[i] as number);
        dual += top;
      }
    }
    counts[0] = n - counts.reduce((s, c) => s + c, 0);
    return { arm, counts, spent, gain, dual, held };
  };
  const within = (spent: number) => spent <= budget * (1 + 1e-12);
  let [low, high] = [0, 0];
  let found = serve(0);
  if (!within(found.spent)) {
    high = 1;
    while (!within(serve(high).spent) && high < 1e15) [low, high] = [high, 2 * high];
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2;
      if (within(serve(middle).spent)) high = middle;
      else low = middle;
    }
    found = serve(high);
  }
  const { arm, counts, spent, gain, dual, held } = found;
  const relativeGap = dual > 0 ? Math.max(0, dual - gain) / dual : 0;
  return {
    multiplier: high,
    arm,
    counts,
    spent,
    gain,
    budget,
    cap,
    upperBound: dual,
    relativeGap,
    rowsHeldBack: held,
  };
};
