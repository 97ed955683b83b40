import {
  blobText,
  checkEdgeEncoder,
  checkStoredProfile,
  type EdgeEncoder,
  type ProfileEncoding,
  personSpread,
  quantise,
} from '@causeway/contract';
import type { SubjectProfile, Vectors } from '../../embed/index.ts';

/** Names that the edge takes as subjects. */
const SUBJECT = /^(anon:)?[A-Za-z0-9_-]{1,64}$/;

/**
 * The encoder as `causeway publish --encoder` puts it at the edge, which then embeds raw profiles itself; null where the edge would
 * not take it: a net over a megabyte, more columns than a request may name.
 */
export const edgeEncoderOf = (
  encoder: string,
  encoding: ProfileEncoding,
  blob: Uint8Array,
): EdgeEncoder | null => {
  const made = { kind: 'edge-encoder', version: 1, encoder, encoding, blob: blobText(blob) };
  try {
    return checkEdgeEncoder(made, 'edge-encoder.json');
  } catch {
    return null;
  }
};

/** Vectors of EMBEDDING_SIZE coordinates as the profiles that `causeway publish` sends; ids that are no pseudonym are left out. */
export const storedProfiles = (
  ids: readonly string[],
  { size, z, spread }: Vectors,
  encoder: string,
  at: number,
): SubjectProfile[] =>
  ids.flatMap((subject, k) => {
    if (!SUBJECT.test(subject)) return [];
    const profile = {
      kind: 'profile',
      version: 1,
      release: encoder,
      at,
      z: quantise(Array.from(z.subarray(k * size, (k + 1) * size))),
      spread: personSpread(Array.from(spread.subarray(k * size, (k + 1) * size))),
    };
    return [{ subject, profile: checkStoredProfile(profile, `profile of ${subject}`) }];
  });
