import type { Signer, Verifier } from './token.ts';

/**
 * The platform's WebCrypto, as an argument: the contract itself touches no platform. Parameters are `never` because each
 * platform's types name its own buffers and keys; what is passed is plain WebCrypto.
 */
export type SubtleLike = {
  importKey(
    format: never,
    data: never,
    algorithm: never,
    extractable: boolean,
    usages: never,
  ): Promise<unknown>;
  sign(algorithm: never, key: never, data: never): Promise<ArrayBuffer>;
  verify(algorithm: never, key: never, signature: never, data: never): Promise<boolean>;
};

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as never;
const ED25519 = { name: 'Ed25519' } as never;

/** HMAC-SHA-256, for what one party both writes and reads. */
export const hmacKey = async (
  subtle: SubtleLike,
  kid: string,
  secret: Uint8Array,
): Promise<Signer & Verifier> => {
  const key = (await subtle.importKey('raw' as never, secret as never, HMAC, false, [
    'sign',
    'verify',
  ] as never)) as never;
  return {
    algorithm: 'HS256',
    kid,
    sign: async (bytes) => new Uint8Array(await subtle.sign('HMAC' as never, key, bytes as never)),
    verify: (signature, bytes) => subtle.verify('HMAC' as never, key, signature as never, bytes as never),
  };
};

/** An Ed25519 public key as a JWK carries it. */
export type PublicJwk = {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
};
export type PrivateJwk = PublicJwk & { readonly d: string };

export const ed25519Verifier = async (subtle: SubtleLike, jwk: PublicJwk): Promise<Verifier> => {
  const { kty, crv, x, kid } = jwk;
  const key = (await subtle.importKey('jwk' as never, { kty, crv, x } as never, ED25519, true, [
    'verify',
  ] as never)) as never;
  return {
    algorithm: 'EdDSA',
    kid,
    verify: (signature, bytes) => subtle.verify(ED25519, key, signature as never, bytes as never),
  };
};

export const ed25519Signer = async (subtle: SubtleLike, jwk: PrivateJwk): Promise<Signer> => {
  const { kty, crv, x, d, kid } = jwk;
  const key = (await subtle.importKey('jwk' as never, { kty, crv, x, d } as never, ED25519, false, [
    'sign',
  ] as never)) as never;
  return {
    algorithm: 'EdDSA',
    kid,
    sign: async (bytes) => new Uint8Array(await subtle.sign(ED25519, key, bytes as never)),
  };
};
