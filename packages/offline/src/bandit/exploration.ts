/** How a learner's predictions become a distribution over arms. Writes A numbers that sum to one. */
export type Exploration = {
  readonly name: string;
  spread(predictions: Float64Array, into: Float64Array): void;
};

const bestOf = (x: Float64Array): number => {
  let best = 0;
  for (let a = 1; a < x.length; a++) if ((x[a] as number) > (x[best] as number)) best = a;
  return best;
};

/** ε / A for every arm, the rest for the best. */
export const epsilonGreedy = (epsilon: number): Exploration => ({
  name: `epsilon-${epsilon}`,
  spread: (predictions, into) => {
    into.fill(epsilon / predictions.length);
    const best = bestOf(predictions);
    into[best] = (into[best] as number) + 1 - epsilon;
  },
});

/**
 * Inverse-gap weighting (Foster and Rakhlin 2020): an arm behind the best by g gets 1 / (A + γ g), the best what is left; never less than
 * `least`, so that the next evaluation has its overlap.
 */
export const inverseGap = (gamma: number, least = 0): Exploration => ({
  name: `inverse-gap-${gamma}`,
  spread: (predictions, into) => {
    const arms = predictions.length;
    const best = bestOf(predictions);
    let rest = 1;
    for (let a = 0; a < arms; a++) {
      if (a === best) continue;
      const p = Math.max(
        least,
        1 / (arms + gamma * ((predictions[best] as number) - (predictions[a] as number))),
      );
      into[a] = p;
      rest -= p;
    }
    into[best] = rest;
  },
});
