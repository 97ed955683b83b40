import { createBlobBuilder, shift } from '../kernel/blob-builder.ts';
import type { HazardModel } from './hazard-model.ts';
import { HAZARD_ROW_NAMES, HAZARD_ROW_SIZE, namesCode } from './hazard-row.ts';

/** λ_t = σ(α_t + uᵀz + vᵀφ_t) (B24) as a model blob on a hazard row, in 32-bit floats. */
export const hazardBlob = ({ alpha, elapsed, u, v }: HazardModel): Uint8Array<ArrayBuffer> => {
  const b = createBlobBuilder({ inputs: HAZARD_ROW_SIZE, names: namesCode(HAZARD_ROW_NAMES) });
  const slopes = b.matrix([elapsed, ...u, ...v], 1, HAZARD_ROW_SIZE - 1);
  // Read from its second word on, the row's padding reaches one vector further: into the stage's, never into what is written there.
  const stage = b.vector(1);
  const score = b.vector(1);
  b.op('gather', { out: stage, a: b.input, n: 1, k: alpha.length, w: b.floats(alpha) });
  b.op('gemv', {
    out: score,
    a: shift(b.input, 1),
    n: 1,
    k: HAZARD_ROW_SIZE - 1,
    w: slopes,
    v: b.floats([0]),
  });
  b.op('add', { out: score, a: score, b: stage, n: 1, k: 1, w: 1 });
  b.op('sigmoid', { out: score, a: score, n: 1, k: 1 });
  const golden = Array.from({ length: HAZARD_ROW_SIZE }, (_, k) => (k === 0 ? 3 : (k % 5) / 8));
  return b.seal(score, 1, golden);
};
