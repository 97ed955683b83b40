import { sigmoid } from '@causeway/contract';
import type { HazardRows } from '@causeway/offline';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';

/** Encoded person-period rows with the hazard that made them. */
export type MadePeriods = HazardRows & { readonly truth: Float64Array };

/**
 * Sessions of at most 12 periods. Columns: a normal that stays, a normal a row, a truth value a row, a number of steps, another truth value
 * that stays and says nothing. The hazard bends in the second and needs the first and third together.
 */
export const madePeriods = (sessions: number, seed: number): MadePeriods => {
  const random = makeRandom(seed);
  const rows: { x: number[]; y: number; session: number; lambda: number }[] = [];
  for (let session = 0; session < sessions; session++) {
    const stays = random.normal();
    const idle = random.uniform() < 0.5 ? 1 : 0;
    for (let step = 1; step <= 12; step++) {
      const now = random.normal();
      const flag = random.uniform() < 0.3 ? 1 : 0;
      const score =
        -2.6 + 0.5 * stays + Math.abs(now) - (step === 1 ? 0.8 : 0) + (flag === 1 && stays > 0 ? 1.5 : 0);
      const lambda = sigmoid(score);
      const y = random.uniform() < lambda ? 1 : 0;
      rows.push({ x: [stays, now, flag, (step - 6) / 4, idle], y, session, lambda });
      if (y === 1) break;
    }
  }
  return {
    n: rows.length,
    d: 5,
    x: Float32Array.from(rows.flatMap(({ x }) => x)),
    y: Uint8Array.from(rows, ({ y }) => y),
    session: Int32Array.from(rows, ({ session }) => session),
    truth: Float64Array.from(rows, ({ lambda }) => lambda),
  };
};
