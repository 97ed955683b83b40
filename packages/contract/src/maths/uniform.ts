import { utf8 } from './bytes.ts';
import { hmacSha256, sha256 } from './sha256.ts';

/** The first 53 bits of a hash as a number in [0, 1): k 2^-53, exact. */
const fraction = (bytes: Uint8Array): number => {
  let high = 0;
  for (let k = 0; k < 6; k++) high = high * 256 + (bytes[k] as number);
  return (high * 32 + ((bytes[6] as number) >> 3)) / 9007199254740992;
};

/** Parts are joined with a separator that none of them may hold, so that ('ab','c') and ('a','bc') differ. */
const join = (parts: readonly (string | number)[]): Uint8Array => utf8(parts.join('\u001f'));

/** A public, reproducible uniform in [0, 1) of its parts: for assignments. */
export const uniformOf = (...parts: readonly (string | number)[]): number => fraction(sha256(join(parts)));

/** A keyed uniform in [0, 1): only the key's holder can foresee or recompute it. For draws. */
export const keyedUniform = (key: Uint8Array, ...parts: readonly (string | number)[]): number =>
  fraction(hmacSha256(key, join(parts)));
