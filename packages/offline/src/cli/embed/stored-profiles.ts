import { checkStoredProfile, clamp, quantise } from '@causeway/contract';
import { LEAST_SPREAD, type SubjectProfile, type Vectors } from '../../embed/index.ts';

/** Names that the edge takes as subjects. */
const SUBJECT = /^(anon:)?[A-Za-z0-9_-]{1,64}$/;

/** Vectors of EMBEDDING_SIZE coordinates as the profiles that `causeway publish` sends; ids that are no pseudonym are left out. */
export const storedProfiles = (
  ids: readonly string[],
  { size, z, spread }: Vectors,
  encoder: string,
  at: number,
): SubjectProfile[] =>
  ids.flatMap((subject, k) => {
    if (!SUBJECT.test(subject)) return [];
    let squares = 0;
    for (let j = 0; j < size; j++) squares += (spread[k * size + j] as number) ** 2 / size;
    const profile = {
      kind: 'profile',
      version: 1,
      release: encoder,
      at,
      z: quantise(Array.from(z.subarray(k * size, (k + 1) * size))),
      spread: clamp(Math.sqrt(squares), LEAST_SPREAD, 10),
    };
    return [{ subject, profile: checkStoredProfile(profile, `profile of ${subject}`) }];
  });
