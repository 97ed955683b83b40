import { Fault } from '../fault.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../maths/bytes.ts';
import { isObject } from '../schema.ts';

/**
 * Sealed things are compact JWS (RFC 7515), so that any JOSE library can check us. Each carries its purpose, in the
 * header's `typ` and in the signed claims, and opening one asks for it: a receipt is never taken for a profile.
 */
export const PURPOSES = ['subject', 'profile', 'session', 'receipt', 'release', 'request'] as const;
export type Purpose = (typeof PURPOSES)[number];
export type Algorithm = 'HS256' | 'EdDSA';

export type Signer = {
  readonly algorithm: Algorithm;
  readonly kid: string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
};
export type Verifier = {
  readonly algorithm: Algorithm;
  readonly kid: string;
  verify(signature: Uint8Array, bytes: Uint8Array): Promise<boolean>;
};

/** Claims: purpose, audience (an origin), issued and expiry in seconds since 1970, and the body. */
export type Claims = { pur: Purpose; aud: string; iat: number; exp: number; dat: unknown };

const typ = (purpose: Purpose): string => `causeway-${purpose}+jws`;

/** Text to UTF-8 bytes and back, null for bytes that are no text. A platform's own is several times as fast as the contract's loops. */
export type TextCodec = {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string | null;
};
const LOOPS: TextCodec = { encode: utf8, decode: fromUtf8 };

export type SealOptions = {
  readonly purpose: Purpose;
  readonly audience: string;
  /** ms since 1970 */
  readonly now: number;
  readonly lifeMs: number;
  readonly codec?: TextCodec;
};

/** Seals a body that is JSON already: whoever writes the same text elsewhere too makes it once. */
export const sealJson = async (body: string, options: SealOptions, signer: Signer): Promise<string> => {
  const iat = Math.floor(options.now / 1000);
  const claims: Omit<Claims, 'dat'> = {
    pur: options.purpose,
    aud: options.audience,
    iat,
    exp: iat + Math.ceil(options.lifeMs / 1000),
  };
  const { encode } = options.codec ?? LOOPS;
  const head = JSON.stringify({ alg: signer.algorithm, kid: signer.kid, typ: typ(options.purpose) });
  // `dat` is the last claim, in front of the closing brace.
  const said = `${JSON.stringify(claims).slice(0, -1)},"dat":${body}}`;
  const signed = `${toBase64url(encode(head))}.${toBase64url(encode(said))}`;
  return `${signed}.${toBase64url(await signer.sign(encode(signed)))}`;
};

export const seal = (body: unknown, options: SealOptions, signer: Signer): Promise<string> =>
  sealJson(JSON.stringify(body), options, signer);

export type OpenOptions = {
  readonly purpose: Purpose;
  readonly audience: string;
  readonly now: number;
  /** the clock skew that is forgiven, in seconds */
  readonly leeway?: number;
  /** the longest token that is read; a release is longer than what a page carries */
  readonly maxLength?: number;
  readonly codec?: TextCodec;
};

export const MAX_TOKEN_LENGTH = 16384;
/** A whole release, sealed: 4 MiB. */
export const MAX_RELEASE_LENGTH = 4_194_304;

/** What one part of a token says, unverified; undefined for a part that cannot be read. */
export const readPart = (part: string, { decode } = LOOPS): unknown => {
  const bytes = fromBase64url(part);
  try {
    return JSON.parse((bytes && decode(bytes)) ?? '');
  } catch {
    return undefined;
  }
};

/** The body of a good token; throws `bad-token` with the reason for any other. Never trusts `alg` by itself. */
export const open = async (
  token: unknown,
  options: OpenOptions,
  verifiers: readonly Verifier[],
): Promise<unknown> => {
  const bad = (why: string): never => {
    throw new Fault('bad-token', options.purpose, why);
  };
  if (typeof token !== 'string' || token.length > (options.maxLength ?? MAX_TOKEN_LENGTH))
    return bad('not a token');
  const parts = token.split('.');
  if (parts.length !== 3) return bad('not three parts');
  const [head64, claims64, signature64] = parts as [string, string, string];
  const codec = options.codec ?? LOOPS;
  const head = readPart(head64, codec);
  if (!isObject(head) || Object.keys(head).length !== 3) return bad('its header is not ours');
  if (head.typ !== typ(options.purpose)) return bad('it was made for another purpose');
  const verifier = verifiers.find((v) => v.kid === head.kid && v.algorithm === head.alg);
  if (verifier === undefined) return bad('its key or algorithm is not known here');
  const signature = fromBase64url(signature64);
  if (signature === null || signature.length !== (verifier.algorithm === 'EdDSA' ? 64 : 32)) {
    return bad('its signature has a wrong form');
  }
  if (!(await verifier.verify(signature, codec.encode(`${head64}.${claims64}`))))
    return bad('its signature is wrong');
  const claims = readPart(claims64, codec);
  if (!isObject(claims) || typeof claims.iat !== 'number' || typeof claims.exp !== 'number') {
    return bad('its claims are not ours');
  }
  if (claims.pur !== options.purpose) return bad('it was made for another purpose');
  if (claims.aud !== options.audience) return bad('it was made for another audience');
  const seconds = options.now / 1000;
  const leeway = options.leeway ?? 60;
  if (claims.exp + leeway <= seconds) return bad('it has expired');
  if (claims.iat - leeway > seconds) return bad('it is from the future');
  return claims.dat;
};
