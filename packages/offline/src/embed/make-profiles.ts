import {
  clamp,
  digest,
  EMBEDDING_SIZE,
  Fault,
  LEAST_SPREAD,
  PRIOR_SPREAD,
  quantise,
  type StoredProfile,
} from '@causeway/contract';
import type { CustomerHistory } from '../exposure/exposures.ts';
import { makeRandom } from '../maths/index.ts';
import { type Encoder, encodeHistory } from './encoder.ts';

export type SubjectProfile = { readonly subject: string; readonly profile: StoredProfile };

/** Draws of the missing values a customer. */
const DRAWS = 8;

/**
 * A stored profile for every customer: z quantised, under the encoder's digest, and its spread. The spread is the deviation of z over
 * draws of what is missing from other customers' values (mean square over the coordinates): near the least when the
 * profile is full, the prior's when it is empty (B19 in its simplest form). Throws `bad-input` for other columns than the encoder's.
 */
export const makeProfiles = (
  encoder: Encoder,
  history: CustomerHistory,
  now: number,
  seed: number,
): SubjectProfile[] => {
  const { n, names, c } = history;
  const wanted = encoder.transforms.map((t) => t.name);
  if (names.join() !== wanted.join()) {
    throw new Fault(
      'bad-input',
      'customer history',
      `its columns are ${names.join(', ')}; the encoder needs ${wanted.join(', ')}`,
    );
  }
  const release = digest(encoder);
  const random = makeRandom(seed);
  const pools = names.map((_, k) =>
    Array.from({ length: n }, (_, i) => c[i * names.length + k] as number).filter(Number.isFinite),
  );
  return Array.from({ length: n }, (_, i) => {
    const values = Float64Array.from(c.subarray(i * names.length, (i + 1) * names.length));
    const z = encodeHistory(encoder, values);
    const missing = names.map((_, k) => k).filter((k) => !Number.isFinite(values[k] as number));
    const spread =
      missing.length === 0 ? LEAST_SPREAD : drawnSpread(encoder, values, missing, pools, random.integer);
    const profile: StoredProfile = {
      kind: 'profile',
      version: 1,
      release,
      at: now,
      z: quantise(z),
      spread: missing.length === names.length ? PRIOR_SPREAD : clamp(spread, LEAST_SPREAD, PRIOR_SPREAD),
    };
    return { subject: history.subject[i] as string, profile };
  });
};

const drawnSpread = (
  encoder: Encoder,
  values: Float64Array,
  missing: readonly number[],
  pools: readonly number[][],
  integer: (below: number) => number,
): number => {
  const sums = new Float64Array(EMBEDDING_SIZE);
  const squares = new Float64Array(EMBEDDING_SIZE);
  const filled = values.slice();
  for (let draw = 0; draw < DRAWS; draw++) {
    for (const k of missing) {
      const pool = pools[k] as number[];
      filled[k] = pool.length === 0 ? NaN : (pool[integer(pool.length)] as number);
    }
    encodeHistory(encoder, filled).forEach((z, k) => {
      sums[k] = (sums[k] as number) + z;
      squares[k] = (squares[k] as number) + z * z;
    });
  }
  let variance = 0;
  for (let k = 0; k < EMBEDDING_SIZE; k++) {
    variance += ((squares[k] as number) - (sums[k] as number) ** 2 / DRAWS) / (DRAWS - 1) / EMBEDDING_SIZE;
  }
  return Math.sqrt(Math.max(0, variance) + LEAST_SPREAD ** 2);
};
