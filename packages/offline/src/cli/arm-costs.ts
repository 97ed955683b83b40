import { Fault } from '@causeway/contract';

/**
 * Costs in the order of the arms, the control first, from `0,1,2` in that order or `voucher=1,call=2` by name (others cost 0); the control's may be
 * left out of a list. Throws `bad-input` for another number of them, an unknown name, or a number below 0.
 */
export const armCosts = (text: string | undefined, arms: readonly string[]): number[] => {
  if (text === undefined) return arms.map(() => 0);
  const refuse = (got: string): never => {
    throw new Fault(
      'bad-input',
      '--costs',
      `got ${got}; allowed is ARM=COST or a number an arm, for ${arms.join(', ')}`,
    );
  };
  const parts = text.split(',').map((part) => part.trim());
  const costs = arms.map(() => 0);
  const set = (a: number, cost: string): void => {
    const value = Number(cost);
    if (cost.trim() === '' || !(value >= 0 && Number.isFinite(value))) refuse(text);
    costs[a] = value;
  };
  if (parts.every((part) => part.includes('='))) {
    for (const part of parts) {
      const at = part.lastIndexOf('=');
      const a = arms.indexOf(part.slice(0, at).trim());
      if (a < 0) refuse(part);
      set(a, part.slice(at + 1));
    }
    return costs;
  }
  const first = arms.length - parts.length;
  if (first !== 0 && first !== 1) refuse(text);
  parts.forEach((cost, k) => {
    set(first + k, cost);
  });
  return costs;
};

/** Mean realised cost of each arm less the control's: what choosing the arm for someone is expected to spend. */
export const realisedCosts = (cost: Float64Array, action: Int32Array, arms: number): number[] => {
  const [sums, rows] = [new Float64Array(arms), new Float64Array(arms)];
  cost.forEach((c, i) => {
    const a = action[i] as number;
    sums[a] = (sums[a] as number) + c;
    rows[a] = (rows[a] as number) + 1;
  });
  const mean = Array.from(sums, (s, a) => s / (rows[a] as number));
  return mean.map((c, a) => (a === 0 ? 0 : Math.max(0, c - (mean[0] as number))));
};
