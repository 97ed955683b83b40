import { readFileSync } from 'node:fs';
import { Fault, fromBase64url, isObject } from '@causeway/contract';

/** `draw` of a key file: {kid, secret}, the secret in base64url. */
export const readDrawKey = (path: string): Uint8Array => {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Fault('missing-key', path, 'it is not a JSON file that can be read');
  }
  const draw = isObject(value) ? value.draw : undefined;
  const secret = isObject(draw) && typeof draw.secret === 'string' ? fromBase64url(draw.secret) : null;
  if (secret === null || secret.length < 32)
    throw new Fault('missing-key', path, 'it holds no draw key: {"draw": {"kid", "secret"}}');
  return secret;
};
