import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { Fault } from '@causeway/contract';

const NONCE = 12;
const TAG = 16;

/**
 * A vector that only the edge can open: AES-256-GCM, nonce | ciphertext | tag, bound to the person it belongs to. The nonce is a keyed
 * hash of person and vector, so that an unchanged vector seals to the same bytes (delta publishing) and a key never meets a nonce twice
 * with different content. 28 bytes longer than the vector. Throws `missing-key` for a key that is not 32 bytes.
 */
export const sealVector = (key: Uint8Array, subject: string, packed: Uint8Array): Uint8Array<ArrayBuffer> => {
  if (key.length !== 32)
    throw new Fault('missing-key', 'vector key', `got ${key.length} bytes, allowed are 32`);
  const mac = createHmac('sha256', key)
    .update('vector-nonce\u001f')
    .update(subject)
    .update('\u001f')
    .update(packed);
  const nonce = mac.digest().subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(new TextEncoder().encode(subject));
  const body = [cipher.update(packed), cipher.final()];
  return Uint8Array.from([...nonce, ...body.flatMap((part) => [...part]), ...cipher.getAuthTag()]);
};

/** What was sealed for this person. Throws `bad-token` for bytes that were altered, are another's, or were sealed with another key. */
export const openVector = (key: Uint8Array, subject: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
      .setAAD(new TextEncoder().encode(subject))
      .setAuthTag(sealed.subarray(sealed.length - TAG));
    const body = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
    return Uint8Array.from([...body, ...decipher.final()]);
  } catch (error) {
    throw new Fault('bad-token', 'sealed vector', 'it was altered, or sealed for someone else', error);
  }
};
