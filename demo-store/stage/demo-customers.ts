import { createWorld, customerHistory } from '@causeway/offline/simulator';
import { type Customer, nameCustomers } from '../backend/customers.ts';

type Tally = { orders: number; coupons: number; returns: number; letters: number };

const share = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

const describe = ({ orders, coupons, returns, letters }: Tally): string => {
  const words = [`${orders} ${orders === 1 ? 'order' : 'orders'}`];
  if (orders > 0) words.push(`${share(coupons, orders)} with a coupon`);
  if (returns > 0) words.push(`${returns} sent back`);
  if (letters > 0) words.push(`${letters} letters opened`);
  return `${words.join(', ')}.`;
};

/** Some customers of the simulated world who have ordered before, with what the shop's history says of each. */
export const demoCustomers = (world: { seed: number; people: number }, count: number): Customer[] => {
  const tallies = new Map<string, Tally>();
  for (const { subject, kind, coupon } of customerHistory(createWorld(world))) {
    const tally = tallies.get(subject) ?? { orders: 0, coupons: 0, returns: 0, letters: 0 };
    tallies.set(subject, tally);
    if (kind === 'order') tally.orders += 1;
    if (kind === 'order' && coupon === 1) tally.coupons += 1;
    if (kind === 'return') tally.returns += 1;
    if (kind === 'email-open') tally.letters += 1;
  }
  const people = [...tallies]
    .filter(([, { orders }]) => orders >= 2)
    .slice(0, count)
    .map(([subject, tally]) => ({ subject, history: describe(tally) }));
  return nameCustomers(people);
};
