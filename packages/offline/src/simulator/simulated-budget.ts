/**
 * A budget kept exactly, in one process: reserved at the offer, captured with the order, returned when there is none.
 */
export type SimulatedBudget = {
  readonly left: () => number;
  readonly spent: () => number;
  reserve(cents: number): void;
  settle(cents: number, redeemedCents: number): void;
};

export const simulatedBudget = (capCents: number): SimulatedBudget => {
  let left = capCents;
  let spent = 0;
  return {
    left: () => left,
    spent: () => spent,
    reserve: (cents) => {
      left -= cents;
    },
    settle: (cents, redeemedCents) => {
      left += cents - redeemedCents;
      spent += redeemedCents;
    },
  };
};
