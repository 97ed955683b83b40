import { webcrypto } from 'node:crypto';
import {
  ed25519Signer,
  type PrivateJwk,
  parseRelease,
  type Release,
  type SubtleLike,
  seal,
} from '@causeway/contract';

const TEN_YEARS_MS = 10 * 365.25 * 86_400_000;

/** The audience of a release: the edge, and no page. */
export const RELEASE_AUDIENCE = 'causeway-edge';

/** A release as the edge takes it: a compact JWS with the purpose 'release'. Throws unless the release is whole and consistent. */
export const signRelease = async (release: Release, key: PrivateJwk, now: number): Promise<string> => {
  const signer = await ed25519Signer(webcrypto.subtle as unknown as SubtleLike, key);
  return seal(
    parseRelease(release, 'release'),
    { purpose: 'release', audience: RELEASE_AUDIENCE, now, lifeMs: TEN_YEARS_MS },
    signer,
  );
};
