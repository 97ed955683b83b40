import { Fault, fromBase64url, toBase64url, utf8 } from '@causeway/contract';
import { sealingKeys } from '../cache/key-ring.ts';
import type { Env } from '../env.ts';

const NONCE_BYTES = 12;

/** Bytes that a page carries and only the edge opens: AES-256-GCM, nonce first, in base64url, bound to what `of` names. */
export const sealForEdge = async (bytes: Uint8Array, of: string, env: Env): Promise<string> => {
  const [key] = (await sealingKeys(env)) as [CryptoKey];
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(of) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, bytes));
  return toBase64url(Uint8Array.from([...iv, ...sealed]));
};

/** What was sealed. Throws `bad-token` for what was sealed for something else, was altered, or whose key is gone. */
export const openForEdge = async (text: string, of: string, env: Env): Promise<Uint8Array> => {
  const bytes = fromBase64url(text);
  if (bytes !== null && bytes.length > NONCE_BYTES)
    for (const key of await sealingKeys(env)) {
      try {
        const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, NONCE_BYTES), additionalData: utf8(of) };
        return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(NONCE_BYTES)));
      } catch {
        // Another key of the ring may have sealed it.
      }
    }
  throw new Fault('bad-token', 'sealed', 'it does not open');
};
