import type { Exposures } from '../../exposure/index.ts';

export type IntegrityCheck = {
  /** share of rows whose order is worth more than so many baskets */
  readonly odd: number;
  /** the largest share that one person has in Σ |reward| */
  readonly largestPerson: number;
};

/** Does the log hold what a shop can have earned? A few forged orders move a mean more than thousands of true ones. */
export const checkIntegrity = (e: Exposures, maxRevenueToCart: number): IntegrityCheck => {
  let odd = 0;
  const people = new Map<string, number>();
  let total = 0;
  for (let i = 0; i < e.n; i++) {
    // A basket grows after the question: small ones may grow by much more than a factor.
    const cart = Math.max(e.cartCents[i] as number, 2000);
    if (
      (e.revenue[i] as number) > maxRevenueToCart * cart ||
      (e.reward[i] as number) > (e.revenue[i] as number) + 1
    )
      odd++;
    const size = Math.abs(e.reward[i] as number);
    total += size;
    people.set(e.subject[i] as string, (people.get(e.subject[i] as string) ?? 0) + size);
  }
  const largest = [...people.values()].reduce((a, b) => Math.max(a, b), 0);
  return { odd: odd / Math.max(1, e.n), largestPerson: total > 0 ? largest / total : 0 };
};
