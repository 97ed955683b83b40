import { sigmoid } from '@causeway/contract';
import type { EffectRows } from '../../../packages/offline/src/learners/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

/** Rows with known effects: confounded by column 0, whose effect grows with column 1 (arm 1) or steps with it (arm 2, ..). */
export const effectWorld = (input: {
  n: number;
  seed: number;
  arms?: number;
  confounded?: boolean;
  slope?: number;
}) => {
  const { n, seed, arms = 2, confounded = true, slope = 1 } = input;
  const d = 4;
  const random = makeRandom(seed);
  const x = Float64Array.from({ length: n * d }, () => random.normal());
  const action = new Int32Array(n);
  const y = new Float64Array(n);
  const tau = Array.from({ length: arms - 1 }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    const [a, b] = [x[i * d] as number, x[i * d + 1] as number];
    const none = confounded ? 1 - sigmoid(0.6 * a) : 1 / arms;
    let u = random.uniform();
    let arm = 0;
    for (let p = none; u >= p && arm < arms - 1; p = (1 - none) / (arms - 1)) {
      u -= p;
      arm++;
    }
    tau.forEach((own, k) => (own[i] = k === 0 ? 1 + slope * b : slope * (b > 0 ? 1.5 : -0.5)));
    action[i] = arm;
    y[i] = a + (arm === 0 ? 0 : (tau[arm - 1]?.[i] as number)) + random.normal();
  }
  const rows: EffectRows = { n, d, x, y, action, arms, seed };
  return { rows, tau };
};

export const rmse = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum / a.length);
};
