import { sigmoid } from '@causeway/contract';
import type { Forecast } from '@causeway/offline';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';

/** How far a made forecast is from the truth: the true log-odds are shift + slope s where σ(s) is said. */
export type Bend = { readonly shift: number; readonly slope: number };

/** A forecast of sessions of 1 to 10 periods, alike within a session, under true log-odds shift + slope s. */
export const madeForecast = (sessions: number, seed: number, { shift, slope }: Bend): Forecast => {
  const random = makeRandom(seed);
  const rows: { p: number; y: number; session: number }[] = [];
  for (let session = 0; session < sessions; session++) {
    const own = random.normal() - 2.2;
    const stay = 1 + random.integer(10);
    for (let step = 0; step < stay; step++) {
      const score = own + 0.7 * random.normal();
      const y = random.uniform() < sigmoid(shift + slope * score) ? 1 : 0;
      rows.push({ p: sigmoid(score), y, session });
      if (y === 1) break;
    }
  }
  return {
    p: Float64Array.from(rows, ({ p }) => p),
    y: Uint8Array.from(rows, ({ y }) => y),
    session: Int32Array.from(rows, ({ session }) => session),
  };
};
