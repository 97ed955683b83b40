/** Numbers of a fixed sequence: the bench draws no chance of its own. */
export const chance = (seed: number) => {
  // Mulberry32: a counter, mixed; seeds far apart and near give streams that have nothing to do with each other.
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** Box and Muller. */
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  for (let k = 0; k < 20; k++) uniform();
  return { uniform, normal };
};
