import { log } from '@causeway/contract';

/** A stream of chance: the same words give the same stream, for ever and on every machine. */
export type Chance = {
  /** uniform in [0, 1), 53 bits */
  uniform(): number;
  /** standard normal */
  normal(): number;
  /** true with probability p */
  flip(p: number): boolean;
};

/**
 * sfc32 (the small fast counter generator of PractRand) keyed by three whole numbers. Streams of different keys are
 * mixed apart by twenty rounds before the first number is given out.
 */
export const chance = (seed: number, stream: number, index: number): Chance => {
  let a = seed | 0;
  let b = stream | 0;
  let c = index | 0;
  let d = 1;
  const word = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let k = 0; k < 20; k++) word();
  const uniform = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  // Marsaglia's polar method: basic arithmetic, one root and the contract's own logarithm, so it is exact everywhere.
  const normal = (): number => {
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const r = u * u + v * v;
      if (r > 0 && r < 1) return u * Math.sqrt((-2 * log(r)) / r);
    }
  };
  return { uniform, normal, flip: (p) => uniform() < p };
};

/** A whole number from low to high, both included. */
export const wholeBetween = (c: Chance, low: number, high: number): number =>
  low + Math.floor(c.uniform() * (high - low + 1));
