import { exp, Fault, log } from '@causeway/contract';

/**
 * The least mean of rounds over all populations within KL divergence `radius` of the log's own (A18: the worst of a neighbourhood):
 *   inf_Q E_Q v = sup_{α > 0} -α ln mean exp(-v/α) - α radius.
 * At radius 0 the mean; as it grows, the worst row. One-dimensional and concave in α: found by golden section on ln α.
 */
export const worstCaseMean = (values: ArrayLike<number>, radius: number): number => {
  if (!(radius >= 0)) throw new Fault('bad-input', 'radius', `got ${radius}, allowed is at least 0`);
  const n = values.length;
  if (n === 0) throw new Fault('bad-input', 'values', 'got none, at least one is needed');
  let [mean, least, square] = [0, Infinity, 0];
  for (let i = 0; i < n; i++) {
    mean += (values[i] as number) / n;
    least = Math.min(least, values[i] as number);
  }
  for (let i = 0; i < n; i++) square += ((values[i] as number) - mean) ** 2 / n;
  if (radius === 0 || square === 0) return mean;
  const bound = (alpha: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += exp(-((values[i] as number) - least) / alpha);
    return least - alpha * log(sum / n) - alpha * radius;
  };
  // For small radii α is near s / sqrt(2 radius); the search is wide around it.
  const guess = log(Math.sqrt(square / (2 * radius)));
  let [a, b] = [guess - 12, guess + 12];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let k = 0; k < 80; k++) {
    const [u, v] = [b - golden * (b - a), a + golden * (b - a)];
    if (bound(exp(u)) > bound(exp(v))) b = v;
    else a = u;
  }
  return Math.max(least, bound(exp((a + b) / 2)));
};
