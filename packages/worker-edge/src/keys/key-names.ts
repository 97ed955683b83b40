/**
 * The secrets of the worker. A list holds the current key first and the previous ones after it: what was made with a
 * previous key still opens, so a rotation refuses nobody. Each value is a JSON text.
 *
 * - SUBJECT_KEYS, SESSION_KEYS, RECEIPT_KEYS, SHOP_KEYS, OFFLINE_KEYS: `[{kid, secret}]`, secret of >= 32 bytes in base64url.
 * - DRAW_KEY: `{kid, secret}`: whoever holds it can recompute every draw.
 * - PROFILE_KEYS: `[private Ed25519 JWK with kid]`; their public halves are what /v1/jwks shows.
 * - RELEASE_KEYS: `[public Ed25519 JWK with kid]`; the signing half is never at the edge.
 */
export const HMAC_LISTS = [
  'SUBJECT_KEYS',
  'SESSION_KEYS',
  'RECEIPT_KEYS',
  'SHOP_KEYS',
  'OFFLINE_KEYS',
] as const;
export type HmacList = (typeof HMAC_LISTS)[number];
export const KEY_NAMES = [...HMAC_LISTS, 'DRAW_KEY', 'PROFILE_KEYS', 'RELEASE_KEYS'] as const;
export type KeyName = (typeof KEY_NAMES)[number];
