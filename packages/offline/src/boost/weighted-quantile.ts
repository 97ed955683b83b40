/** The smallest value v with Σ of the weights of values <= v at least q of the whole. Weights of zero are passed over. */
export const weightedQuantile = (values: Float64Array, weights: ArrayLike<number>, q: number): number => {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  let total = 0;
  for (let i = 0; i < values.length; i++) total += weights[i] as number;
  let below = 0;
  let last = 0;
  for (const i of order) {
    const w = weights[i] as number;
    if (w === 0) continue;
    last = values[i] as number;
    below += w;
    if (below >= q * total) break;
  }
  return last;
};
