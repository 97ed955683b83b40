import { randomBytes, type webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PrivateJwk, PublicJwk } from '@causeway/contract';

/** `secret` in base64url, 32 bytes. */
export type HmacSecret = { readonly kid: string; readonly secret: string };

/** What the worker is given. In a list the current key comes first, the previous ones after it. */
export type EdgeKeys = {
  readonly subject: readonly HmacSecret[];
  readonly session: readonly HmacSecret[];
  readonly receipt: readonly HmacSecret[];
  readonly shop: readonly HmacSecret[];
  readonly offline: readonly HmacSecret[];
  readonly draw: HmacSecret;
  readonly profile: readonly PrivateJwk[];
  readonly release: readonly PublicJwk[];
};

/** The same with the key that signs releases, which belongs to the offline half: the worker never sees it. */
export type DevKeys = EdgeKeys & { readonly releaseSigner: PrivateJwk };

const secret = (name: string): HmacSecret => {
  const bytes = randomBytes(32);
  return { kid: `${name}-${randomBytes(3).toString('hex')}`, secret: bytes.toString('base64url') };
};

const pair = async (name: string): Promise<PrivateJwk> => {
  const made = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const { x, d } = await crypto.subtle.exportKey('jwk', made.privateKey);
  if (x === undefined || d === undefined)
    throw new Error('the platform exported an Ed25519 key without x or d');
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid: `${name}-${randomBytes(3).toString('hex')}` };
};

export const publicHalf = ({ kty, crv, x, kid }: PublicJwk): PublicJwk => ({ kty, crv, x, kid });

/** Fresh random keys for one machine. */
export const makeDevKeys = async (): Promise<DevKeys> => {
  const releaseSigner = await pair('release');
  return {
    subject: [secret('subject')],
    session: [secret('session')],
    receipt: [secret('receipt')],
    shop: [secret('shop')],
    offline: [secret('offline')],
    draw: secret('draw'),
    profile: [await pair('profile')],
    release: [publicHalf(releaseSigner)],
    releaseSigner,
  };
};

/** The keys kept in a file that only its owner reads; made on the first call. */
export const keysInFile = async (file: string): Promise<DevKeys> => {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DevKeys;
  const keys = await makeDevKeys();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(keys, null, 2), { mode: 0o600 });
  return keys;
};

/** The worker's secrets by their names. Only what EdgeKeys names is read, so a signing key cannot slip in. */
export const workerSecrets = (keys: EdgeKeys): Record<string, string> => ({
  SUBJECT_KEYS: JSON.stringify(keys.subject),
  SESSION_KEYS: JSON.stringify(keys.session),
  RECEIPT_KEYS: JSON.stringify(keys.receipt),
  SHOP_KEYS: JSON.stringify(keys.shop),
  OFFLINE_KEYS: JSON.stringify(keys.offline),
  DRAW_KEY: JSON.stringify(keys.draw),
  PROFILE_KEYS: JSON.stringify(keys.profile),
  RELEASE_KEYS: JSON.stringify(keys.release.map(publicHalf)),
});
