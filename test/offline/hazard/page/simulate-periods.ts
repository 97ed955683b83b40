import { EMBEDDING_SIZE, PHI_SIZE, sigmoid } from '@causeway/contract';
import type { PersonPeriods } from '../../../../packages/offline/src/exposure/exposures.ts';
import { makeRandom } from '../../../../packages/offline/src/maths/index.ts';

/** What a shopper of a made-up shop feels at a step. */
export type MadeStep = {
  readonly stage: number;
  readonly step: number;
  readonly z: readonly number[];
  readonly phi: readonly number[];
};

/** Log-odds of leaving: linear; or a step beyond a bound of friction, felt in payment alone. */
export const linearTruth = ({ stage, z, phi }: MadeStep): number =>
  -2.2 + (stage === 4 ? 0.5 : 0) + 0.5 * (z[0] as number) + 1.5 * (phi[3] as number);
export const steppedTruth = ({ stage, z, phi }: MadeStep): number =>
  -2.8 +
  (stage === 5 && (phi[3] as number) > 0.3 ? 2.2 : 0) +
  ((z[0] as number) * (z[1] as number) > 0.5 ? 1.3 : 0);

/** Sessions in order of time that live through cart, shipping and payment until they leave by the truth. */
export const simulatePeriods = (
  sessions: number,
  truth: (step: MadeStep) => number,
  seed: number,
): PersonPeriods => {
  const random = makeRandom(seed);
  const rows: (MadeStep & { readonly event: number; readonly s: number })[] = [];
  for (let s = 0; s < sessions; s++) {
    const z = Array.from({ length: EMBEDDING_SIZE }, () => Math.round(32 * random.normal()) / 32);
    for (let step = 1, left = false; step <= 9 && !left; step++) {
      const phi = Array.from({ length: PHI_SIZE }, () => (random.uniform() < 0.4 ? random.uniform() : 0));
      const made = { stage: 3 + Math.floor((step - 1) / 3), step, z, phi };
      left = random.uniform() < sigmoid(truth(made));
      rows.push({ ...made, event: left ? 1 : 0, s });
    }
  }
  return {
    n: rows.length,
    stage: Int32Array.from(rows, (r) => r.stage),
    step: Int32Array.from(rows, (r) => r.step),
    z: Float64Array.from(rows.flatMap((r) => r.z)),
    phi: Float64Array.from(rows.flatMap((r) => r.phi)),
    elapsedMs: Float64Array.from(rows, (r) => r.step * 5000),
    event: Uint8Array.from(rows, (r) => r.event),
    session: rows.map((r) => `s${r.s}`),
    subject: rows.map((r) => `s${r.s}`),
    at: Float64Array.from(rows, (r) => r.s * 1e6 + r.step),
    lastOf: Uint8Array.from(rows, (r, i) => (rows[i + 1]?.s === r.s ? 0 : 1)),
  };
};
