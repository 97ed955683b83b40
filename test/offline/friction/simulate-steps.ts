import { saturate, sigmoid } from '@causeway/contract';
import type { FrictionSteps } from '../../../packages/offline/src/friction/index.ts';
import { makeRandom } from '../../../packages/offline/src/maths/index.ts';

export const TEMPLATES = ['form', 'list', 'pay', 'quiet'] as const;
/** How often each template troubles everyone: the truth behind the ranking (pay, form, list, quiet). */
export const TROUBLE = [0.35, 0.2, 0.6, 0.03] as const;

export type Truth = {
  readonly sessions: number;
  readonly seed: number;
  /** η added by the step's and the past friction, beyond the level -2.6 */
  readonly lift: (d: readonly number[], total: readonly number[], smoothed: number) => number;
  /** memory of the true F̄ of Σ saturate(d, 1) */
  readonly beta?: number;
};

/** Sessions of up to eight steps, left by the truth's hazard; who passes the last step buys for 5000 cents of margin. */
export const simulateSteps = ({ sessions, seed, lift, beta = 0 }: Truth): FrictionSteps => {
  const random = makeRandom(seed);
  const rows: { s: number; t: number; d: number[]; total: number[]; step: number; left: number }[] = [];
  const bought: boolean[] = [];
  for (let s = 0; s < sessions; s++) {
    const total = [0, 0, 0];
    let smoothed = 0;
    let left = 0;
    for (let step = 1; step <= 8 && left === 0; step++) {
      const t = random.integer(TEMPLATES.length);
      const trouble = TROUBLE[t] as number;
      const d = [0, 1, 2].map((f) =>
        random.uniform() < (f === 0 ? trouble : 0.25) ? 0.5 + 2 * random.uniform() : 0,
      );
      d.forEach((x, f) => {
        total[f] = (total[f] as number) + x;
      });
      const index = d.reduce((sum, x) => sum + saturate(x, 1), 0);
      smoothed = beta * smoothed + (1 - beta) * index;
      left = random.uniform() < sigmoid(-2.6 + lift(d, total, smoothed)) ? 1 : 0;
      rows.push({ s, t, d, total: [...total], step, left });
    }
    bought.push(left === 0);
  }
  const n = rows.length;
  const flat = (of: (row: (typeof rows)[number]) => number[]) => Float64Array.from(rows.flatMap(of));
  return {
    n,
    families: ['a', 'b', 'c'],
    d: flat(({ d }) => d),
    total: flat(({ total }) => total),
    zSize: 1,
    z: Float64Array.from(rows, ({ s }) => (s % 3) - 1),
    session: Int32Array.from(rows, ({ s }) => s),
    sessions: bought.map((_, s) => `s${s}`),
    template: Int32Array.from(rows, ({ t }) => t),
    templates: TEMPLATES,
    elapsed: Float64Array.from(rows, ({ step }) => saturate(step, 6)),
    risk: new Uint8Array(n).fill(1),
    event: Uint8Array.from(rows, ({ left }) => left),
    at: Float64Array.from(rows, ({ s, step }) => 1000 * s + step),
    marginCents: Float64Array.from(rows, ({ s }) => (bought[s] ? 5000 : 0)),
  };
};
