import { toHex } from '@causeway/contract';

/** The platform's SHA-256 of a text: the same value as the contract's own, faster on large texts. */
export const sha256Hex = async (text: string): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
