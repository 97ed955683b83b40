import { toBase64url } from '@causeway/contract';

/** The platform's cryptographic chance: the only one that the browser shell uses. */
export type Chance = { readonly name: (bytes: number) => string; readonly uniform: () => number };

export const cryptoChance = (crypto: Pick<Crypto, 'getRandomValues'>): Chance => ({
  /** a random name of so many bytes, in base64url */
  name: (bytes) => toBase64url(crypto.getRandomValues(new Uint8Array(bytes))),
  /** uniform in [0, 1) */
  uniform: () => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 4294967296,
});
