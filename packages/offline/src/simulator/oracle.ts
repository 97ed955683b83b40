import { DEFAULT_ACTIONS } from '@causeway/contract';
import type { Population } from './population.ts';
import type { TrueValue } from './true-value.ts';
import { valueOf } from './true-value.ts';
import type { ActionTruth } from './truth.ts';

/** The best action for each visit at a shadow price: argmax of netMargin - price · spend over what may be shown. */
const atPrice = (population: Population, price: number): TrueValue =>
  valueOf(population, ({ truth, known }) => {
    let best = 0;
    let most = -Infinity;
    DEFAULT_ACTIONS.forEach(({ needsProof }, k) => {
      if (needsProof && !known) return;
      const { netMargin, spend } = truth.byAction[k] as ActionTruth;
      if (netMargin - price * spend > most) [best, most] = [k, netMargin - price * spend];
    });
    return DEFAULT_ACTIONS.map((_, k) => (k === best ? 1 : 0));
  });

/**
 * The value of the best budget-feasible assignment by someone who knows the truth, traits and all: no policy can pass
 * it. Lagrangian: the smallest price at which the spend fits `budgetPerVisit` (cents a visit, unasked ones counted
 * too), by bisection; at the end the value of the feasible side is returned, so it is attained and never over budget.
 */
export const oracleValue = (population: Population, budgetPerVisit = Number.POSITIVE_INFINITY): TrueValue => {
  const free = atPrice(population, 0);
  if (free.spend <= budgetPerVisit) return free;
  let [low, high] = [0, 1];
  while (atPrice(population, high).spend > budgetPerVisit && high < 1e9) high *= 2;
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (atPrice(population, middle).spend > budgetPerVisit) low = middle;
    else high = middle;
  }
  return atPrice(population, high);
};
