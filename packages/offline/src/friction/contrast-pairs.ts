import { makeRandom } from '../maths/index.ts';
import type { FrictionSteps } from './friction-steps.ts';

/** Rows by their place among the chosen rows: each abandonment with steps of the same template that came before a conversion. */
export type Contrast = {
  readonly anchor: Int32Array;
  readonly others: Int32Array;
  readonly perAnchor: number;
};

const PER_ANCHOR = 4;

/**
 * Steps before abandonment against steps before conversion: for each row after which the visit was left, some rows of the same template
 * from sessions that ended in an order. A template without either is left out.
 */
export const contrastPairs = (steps: FrictionSteps, rows: ArrayLike<number>, seed: number): Contrast => {
  const random = makeRandom(seed);
  const kept = steps.templates.map((): number[] => []);
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r] as number;
    if ((steps.marginCents[i] as number) > 0) (kept[steps.template[i] as number] as number[]).push(r);
  }
  const anchor: number[] = [];
  const others: number[] = [];
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r] as number;
    const pool = kept[steps.template[i] as number] as number[];
    if (steps.event[i] !== 1 || pool.length === 0) continue;
    anchor.push(r);
    for (let j = 0; j < PER_ANCHOR; j++) others.push(pool[random.integer(pool.length)] as number);
  }
  return { anchor: Int32Array.from(anchor), others: Int32Array.from(others), perAnchor: PER_ANCHOR };
};
