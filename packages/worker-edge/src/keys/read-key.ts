import type { PrivateJwk, PublicJwk } from '@causeway/contract';
import { array, Fault, fromBase64url, literal, object, text } from '@causeway/contract';
import type { Env } from '../env.ts';
import type { HmacList, KeyName } from './key-names.ts';

const kid = text(60, /^[A-Za-z0-9_-]+$/);
const base64url = /^[A-Za-z0-9_-]+$/;
const checkSecret = object({ kid, secret: text(200, base64url, 43) });
const publicShape = { kty: literal('OKP'), crv: literal('Ed25519'), x: text(43, base64url, 43), kid };
const checkPublic = object(publicShape);
const checkPrivate = object({ ...publicShape, d: text(43, base64url, 43) });

export type HmacSecret = { readonly kid: string; readonly secret: Uint8Array };

/** The parsed JSON of a secret. Throws `missing-key` naming the secret; its content is never in the message. */
const read = <T>(env: Env, name: KeyName, check: (value: unknown, at: string) => T): T => {
  const raw = env[name];
  if (raw === undefined || raw === '') throw new Fault('missing-key', name, 'it is not configured');
  try {
    return check(JSON.parse(raw), name);
  } catch {
    throw new Fault(
      'missing-key',
      name,
      'it is configured, but not in the form that keys/key-names.ts describes',
    );
  }
};

const secretOf = ({ kid, secret }: { kid: string; secret: string }, at: string): HmacSecret => {
  const bytes = fromBase64url(secret);
  if (bytes === null || bytes.length < 32) throw new Fault('missing-key', at, 'not 32 bytes in base64url');
  return { kid, secret: bytes };
};

export const readHmacList = (env: Env, name: HmacList): HmacSecret[] =>
  read(env, name, (value, at) => array(checkSecret, 8, 1)(value, at).map((one) => secretOf(one, at)));

export const readDrawKey = (env: Env): HmacSecret =>
  read(env, 'DRAW_KEY', (value, at) => secretOf(checkSecret(value, at), at));

export const readProfileKeys = (env: Env): PrivateJwk[] =>
  read(env, 'PROFILE_KEYS', array(checkPrivate, 8, 1));

export const readReleaseKeys = (env: Env): PublicJwk[] => read(env, 'RELEASE_KEYS', array(checkPublic, 8, 1));
