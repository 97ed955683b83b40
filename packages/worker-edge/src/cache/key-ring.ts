import type { PublicJwk, Signer, SubtleLike, Verifier } from '@causeway/contract';
import { ed25519Signer, ed25519Verifier, hmacKey, sha256, utf8 } from '@causeway/contract';
import type { Env } from '../env.ts';
import type { HmacList, KeyName } from '../keys/key-names.ts';
import { readDrawKey, readHmacList, readProfileKeys, readReleaseKeys } from '../keys/read-key.ts';

type HmacKeys = { readonly current: Signer; readonly all: readonly Verifier[] };

// Importing a key costs more than using it: keys live as long as the isolate, under the text that they were read from.
const memo = new Map<string, { raw: string | undefined; value: unknown }>();

const subtle = crypto.subtle as unknown as SubtleLike;

/** Only what is made already is shared: a promise of another request may never be kept. */
const once = async <T>(env: Env, name: KeyName, make: () => Promise<T>, use: string = name): Promise<T> => {
  const raw = env[name];
  const found = memo.get(use);
  if (found !== undefined && found.raw === raw) return found.value as T;
  const value = await make();
  memo.set(use, { raw, value });
  return value;
};

/** The keys of one HMAC list. Throws `missing-key`. */
export const hmacKeys = (env: Env, name: HmacList): Promise<HmacKeys> =>
  once(env, name, async () => {
    const all = await Promise.all(
      readHmacList(env, name).map(({ kid, secret }) => hmacKey(subtle, kid, secret)),
    );
    return { current: all[0] as Signer, all };
  });

/** AES-GCM keys that seal what a session token carries for the edge alone, current first: one a session key, of its own purpose. */
export const sealingKeys = (env: Env): Promise<readonly CryptoKey[]> =>
  once(
    env,
    'SESSION_KEYS',
    () =>
      Promise.all(
        readHmacList(env, 'SESSION_KEYS').map(async ({ secret }) => {
          const raw = sha256(Uint8Array.from([...utf8('causeway sealed z\u001f'), ...secret]));
          return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
        }),
      ),
    'sealing',
  );

export const drawKey = (env: Env): Promise<Uint8Array> =>
  once(env, 'DRAW_KEY', async () => readDrawKey(env).secret);

/** Signs profiles, and the public keys (current and previous) that verify them. Throws `missing-key`. */
export const profileKeys = (env: Env): Promise<{ current: Signer; published: PublicJwk[] }> =>
  once(env, 'PROFILE_KEYS', async () => {
    const keys = readProfileKeys(env);
    const [first] = keys as [(typeof keys)[0]];
    return {
      current: await ed25519Signer(subtle, first),
      published: keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid })),
    };
  });

export const releaseKeys = (env: Env): Promise<readonly Verifier[]> =>
  once(env, 'RELEASE_KEYS', async () =>
    Promise.all(readReleaseKeys(env).map((jwk) => ed25519Verifier(subtle, jwk))),
  );
