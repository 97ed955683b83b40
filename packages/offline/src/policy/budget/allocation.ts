import { Fault } from '@causeway/contract';

/** One arm a person at a multiplier, and what it comes to. */
export type Allocation = {
  readonly multiplier: number;
  /** Arm of each row, 0 being "nothing". */
  readonly arm: Uint8Array;
  readonly counts: readonly number[];
  readonly spent: number;
  /** Σ of gains over arm 0. */
  readonly gain: number;
};

/** Gains and costs: one array an arm, n each; arm 0 is what the others are compared with. */
export type BudgetTable = {
  readonly n: number;
  readonly values: readonly ArrayLike<number>[];
  /** a number when it is the same for all rows */
  readonly costs: readonly (number | ArrayLike<number>)[];
};

/** Throws `bad-input` for unequal columns, a value that is not finite, a negative cost, or over 32 arms. */
export const checkBudgetTable = ({ n, values, costs }: BudgetTable): void => {
  if (values.length < 2 || values.length > 32 || values.length !== costs.length)
    throw new Fault(
      'bad-input',
      'arms',
      `got ${values.length} values and ${costs.length} costs, allowed are 2 to 32 of each`,
    );
  values.forEach((column, a) => {
    if (column.length !== n) throw new Fault('bad-input', `arm ${a}`, `it has ${column.length} rows of ${n}`);
    for (let i = 0; i < n; i++)
      if (!Number.isFinite(column[i] as number))
        throw new Fault('bad-input', `arm ${a}, row ${i + 1}`, `got ${column[i]}, a finite number is needed`);
  });
  costs.forEach((cost, a) => {
    if (typeof cost === 'number' ? !(cost >= 0 && Number.isFinite(cost)) : cost.length !== n)
      throw new Fault(
        'bad-input',
        `cost of arm ${a}`,
        `got ${typeof cost === 'number' ? cost : cost.length}, allowed is at least 0`,
      );
    if (typeof cost === 'number') return;
    for (let i = 0; i < n; i++)
      if (!((cost[i] as number) >= 0))
        throw new Fault(
          'bad-input',
          `cost of arm ${a}, row ${i + 1}`,
          `got ${cost[i]}, allowed is at least 0`,
        );
  });
};

export const costAt = (cost: number | ArrayLike<number>, i: number): number =>
  typeof cost === 'number' ? cost : (cost[i] as number);

/** argmax_a value - λ cost of every row (A12); of equal ones the cheaper, then the first. */
export const allocate = ({ n, values, costs }: BudgetTable, multiplier: number): Allocation => {
  const arm = new Uint8Array(n);
  const counts = new Array<number>(values.length).fill(0);
  let [spent, gain] = [0, 0];
  for (let i = 0; i < n; i++) {
    let [best, top, paid] = [0, -Infinity, Infinity];
    for (let a = 0; a < values.length; a++) {
      const cost = costAt(costs[a] as number, i);
      const net = ((values[a] as ArrayLike<number>)[i] as number) - multiplier * cost;
      if (net > top || (net === top && cost < paid)) [best, top, paid] = [a, net, cost];
    }
    arm[i] = best;
    counts[best] = (counts[best] as number) + 1;
    spent += paid;
    gain +=
      ((values[best] as ArrayLike<number>)[i] as number) - ((values[0] as ArrayLike<number>)[i] as number);
  }
  return { multiplier, arm, counts, spent, gain };
};

/** Spend and dual value at a multiplier, without keeping the arms: what the search looks at, in one pass. */
export const spendAt = (
  { n, values, costs }: BudgetTable,
  multiplier: number,
): { spent: number; dual: number } => {
  const A = values.length;
  const flat = costs.every((c) => typeof c === 'number') ? Float64Array.from(costs as number[]) : null;
  const first = values[0] as ArrayLike<number>;
  let [spent, dual] = [0, 0];
  for (let i = 0; i < n; i++) {
    let [top, paid] = [-Infinity, Infinity];
    for (let a = 0; a < A; a++) {
      const cost = flat === null ? costAt(costs[a] as number, i) : (flat[a] as number);
      const net = ((values[a] as ArrayLike<number>)[i] as number) - multiplier * cost;
      if (net > top || (net === top && cost < paid)) {
        top = net;
        paid = cost;
      }
    }
    spent += paid;
    dual += top - (first[i] as number);
  }
  return { spent, dual };
};
