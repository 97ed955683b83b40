import { log } from '@causeway/contract';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of chance; the same seed gives the same numbers on every engine. */
export type Random = {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal, by the polar method in basic arithmetic. */
  normal(): number;
  /** Uniform whole number in 0..below-1. */
  integer(below: number): number;
  /** A permutation of 0..n-1 (Fisher and Yates). */
  permutation(n: number): Int32Array;
};

export const makeRandom = (seed: number): Random => {
  const generator = xoroshiro128plus(seed | 0);
  const uniform = () => uniformFloat64(generator);
  const integer = (below: number) => Math.floor(uniform() * below);
  const normal = () => {
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
    }
  };
  const permutation = (n: number) => {
    const out = Int32Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k--) {
      const j = integer(k + 1);
      const kept = out[k] as number;
      out[k] = out[j] as number;
      out[j] = kept;
    }
    return out;
  };
  return { uniform, normal, integer, permutation };
};
