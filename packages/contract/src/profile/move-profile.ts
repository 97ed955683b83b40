import { clamp } from '../maths/vector.ts';
import { dequantise, quantise } from './embedding.ts';
import type { EmbeddingDynamics, MovingEmbedding } from './embedding-dynamics.ts';
import { mustReset, resetEmbedding, stepEmbedding } from './embedding-dynamics.ts';
import { MOST_MOVES_KEPT, type MovedEmbedding } from './moved-embedding.ts';
import type { StoredProfile } from './profile.ts';

/** Dynamics with the digest by which a move names them. */
export type NamedDynamics = { readonly digest: string; readonly model: EmbeddingDynamics };
/** One visit that is over: its name, u of (B45) and when it ended. */
export type VisitMove = { readonly session: string; readonly u: readonly number[]; readonly at: number };

/** Six digits are kept: far below a step of the quantised z, and a profile stays small. */
const rounded = (x: number): number => Math.floor(x * 1e6 + 0.5) / 1e6;

const movedUnder = ({ moved }: StoredProfile, digest: string): MovedEmbedding | null =>
  moved?.dynamics === digest ? moved : null;

/** P after the steps that were taken: it depends on A, Q and the batch's spread alone, so it need not be stored. */
const startOf = (
  profile: StoredProfile,
  moved: MovedEmbedding | null,
  model: EmbeddingDynamics,
): MovingEmbedding => {
  const d = profile.z.length;
  let moving = resetEmbedding(dequantise(profile.z), new Array<number>(d).fill(profile.spread));
  const still = new Array<number>(model.b[0]?.length ?? 0).fill(0);
  for (let k = 0; k < (moved?.steps ?? 0); k++) moving = stepEmbedding(model, moving, still);
  return { ...moving, z: moved?.z ?? moving.z };
};

/**
 * The profile after a visit: z' = A z + B u (B45), with the spread that goes with it, each coordinate kept where it can be quantised. A
 * visit that moved it already, or a profile whose drift is at its bound, gives the same profile back.
 */
export const moveProfile = (
  profile: StoredProfile,
  { digest, model }: NamedDynamics,
  { session, u, at }: VisitMove,
): StoredProfile => {
  const moved = movedUnder(profile, digest);
  if (moved !== null && (moved.spent === 1 || moved.sessions.includes(session))) return profile;
  const next = stepEmbedding(model, startOf(profile, moved, model), u);
  const trace = next.covariance.reduce((sum, row, k) => sum + (row[k] as number), 0);
  return {
    ...profile,
    moved: {
      dynamics: digest,
      z: next.z.map((x) => rounded(clamp(x, -4, 4))),
      spread: rounded(clamp(Math.sqrt(trace / next.z.length), 0, 10)),
      steps: next.steps,
      spent: mustReset(model, next) ? 1 : 0,
      sessions: [...(moved?.sessions ?? []), session].slice(-MOST_MOVES_KEPT),
      at,
    },
  };
};

/** z and spread to serve: the moved ones under their own dynamics while their drift is within its bound, else the batch's. */
export const servedEmbedding = (
  profile: StoredProfile,
  dynamics: string | null,
): Pick<StoredProfile, 'z' | 'spread'> => {
  const moved = dynamics === null ? null : movedUnder(profile, dynamics);
  return moved === null || moved.spent === 1 ? profile : { z: quantise(moved.z), spread: moved.spread };
};
