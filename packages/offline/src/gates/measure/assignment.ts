import { STATE_NAMES, STATE_SIZE } from '@causeway/contract';
import type { Exposures } from '../../exposure/index.ts';
import { normalCdf } from '../../maths/index.ts';

export type AssignmentCheck = { readonly p: number; readonly where: string; readonly tests: number };

/** An arm that is drawn more rarely than this is not tested: the normal form would not hold. */
const LEAST_DRAWS = 30;

/**
 * Is the draw what its logged probabilities say, and nothing else? With A drawn by π, Σ_i (1{A_i = a} - π_ia) w_i has mean 0 and variance Σ π_ia (1 - π_ia)
 * w_i² for any w known before the draw: here w is 1, π_ia, and every column of x, about their means. Labels that were exchanged, propensities that
 * are not those of the draw, and choices by someone who knew more (hidden confounding, as far as x shows it) make a sum too large. The least p is
 * raised by Bonferroni over all tests.
 */
export const checkAssignment = (e: Exposures): AssignmentCheck => {
  const arms = e.actions.length;
  let [least, where, tests] = [1, 'nothing', 0];
  for (let a = 0; a < arms; a++) {
    let [drawn, missed] = [0, 0];
    const rows: number[] = [];
    for (let i = 0; i < e.n; i++) {
      const p = e.pi[i * arms + a] as number;
      if (p <= 0 || p >= 1) continue;
      rows.push(i);
      if (e.action[i] === a) drawn++;
      else missed++;
    }
    if (Math.min(drawn, missed) < LEAST_DRAWS) continue;
    const columns: [string, (i: number) => number][] = [
      ['its share', () => 1],
      ['its own probability', (i) => e.pi[i * arms + a] as number],
      ...STATE_NAMES.map((name, k): [string, (i: number) => number] => [
        name,
        (i) => e.x[i * STATE_SIZE + k] as number,
      ]),
    ];
    columns.forEach(([name, of], k) => {
      const mean = k === 0 ? 0 : rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
      let [sum, variance] = [0, 0];
      for (const i of rows) {
        const w = of(i) - mean;
        const p = e.pi[i * arms + a] as number;
        sum += w * ((e.action[i] === a ? 1 : 0) - p);
        variance += w * w * p * (1 - p);
      }
      if (!(variance > 1e-12 * rows.length)) return;
      tests++;
      const p = 2 * (1 - normalCdf(Math.abs(sum) / Math.sqrt(variance)));
      if (p < least) [least, where] = [p, `${e.actions[a]} and ${name}`];
    });
  }
  return { p: Math.min(1, least * Math.max(1, tests)), where, tests };
};
