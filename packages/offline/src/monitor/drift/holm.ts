/** Holm's step-down: p-values raised so that the chance of any false one among them stays at the level. NaN stays NaN. */
export const holm = (p: readonly number[]): number[] => {
  const order = p
    .map((_, k) => k)
    .filter((k) => !Number.isNaN(p[k]))
    .sort((a, b) => (p[a] as number) - (p[b] as number));
  const out = [...p];
  let most = 0;
  order.forEach((k, rank) => {
    most = Math.max(most, Math.min(1, (order.length - rank) * (p[k] as number)));
    out[k] = most;
  });
  return out;
};
