import type { OpeTable } from '@causeway/offline';
import { chance } from './chance.ts';

/**
 * Four arms, `light` or `heavy` weights, and a reward that is 0 for most rows and log-normal (σ 1.1) for the others; the outcome model is a poor
 * one. The truth is by the means themselves.
 */
export const revenueTable = (
  n: number,
  seed: number,
  weights: 'light' | 'heavy',
): { table: OpeTable; truth: number } => {
  const { uniform, normal } = chance(seed);
  const numbers = () => new Float64Array(n);
  const [reward, propensity, candidate, shownMean, policyMean] = [
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
  ];
  const [against, toward] = weights === 'light' ? [0.5, 1] : [1.5, 2];
  const soft = (share: readonly number[], t: number): number[] => {
    const w = share.map((s) => Math.exp(10 * t * s));
    const sum = w.reduce((a, b) => a + b, 0);
    return w.map((v) => v / sum);
  };
  let truth = 0;
  for (let i = 0; i < n; i++) {
    const x = uniform();
    const share = [0.06, 0.06 + 0.06 * x, 0.12 - 0.06 * x, 0.04 + 0.1 * x * x];
    const amount = 20 * Math.exp(0.5 * x);
    const mean = Math.exp(0.5 * 1.1 ** 2);
    const [mu, pi] = [soft(share, -against), soft(share, toward)];
    let [a, left] = [0, uniform()];
    while (a < 3 && left >= (mu[a] as number)) left -= mu[a++] as number;
    reward[i] = uniform() < (share[a] as number) ? amount * Math.exp(1.1 * normal()) : 0;
    propensity[i] = mu[a] as number;
    candidate[i] = pi[a] as number;
    shownMean[i] = 0.7 * (share[a] as number) * amount * mean + 0.3;
    policyMean[i] = pi.reduce((s, p, k) => s + p * (0.7 * (share[k] as number) * amount * mean + 0.3), 0);
    truth += (amount * mean * pi.reduce((s, p, k) => s + p * (share[k] as number), 0)) / n;
  }
  const cluster = Array.from({ length: n }, (_, i) => i);
  return { table: { n, reward, propensity, candidate, shownMean, policyMean, cluster }, truth };
};
