import type { ProfileRequest } from '@causeway/contract';
import { armName, Fault, object, open, optional, stratumText, subjectText } from '@causeway/contract';
import { hmacKeys } from '../cache/key-ring.ts';
import type { Context } from '../context.ts';
import { textCodec } from '../http/text-codec.ts';

export const ANONYMOUS = 'anon:';

/** What the shop's server may say of a person: her pseudonym, her stratum, and for a tester the arm to be in. */
const checkSubject = object({
  subject: subjectText,
  stratum: optional(stratumText),
  override: optional(armName),
});

export type Asker = {
  readonly subject: string;
  readonly known: boolean;
  readonly stratum?: string;
  readonly override?: string;
};

/**
 * The subject of a visitor, and whether the shop's server vouches for it: only a valid subject token does. A token that
 * is not valid is refused, never taken for an anonymous visitor.
 */
export const whoAsks = async (request: ProfileRequest, { env, origin, now }: Context): Promise<Asker> => {
  if (request.subjectToken !== undefined) {
    const { all } = await hmacKeys(env, 'SUBJECT_KEYS');
    const body = await open(
      request.subjectToken,
      { purpose: 'subject', audience: origin, now, codec: textCodec },
      all,
    );
    try {
      const asker = checkSubject(body, 'subject');
      if (!asker.subject.startsWith(ANONYMOUS)) return { ...asker, known: true };
    } catch {
      // falls to the refusal below
    }
    throw new Fault('bad-token', 'subject', 'its body does not name a subject');
  }
  if (request.anonymous === undefined) {
    throw new Fault('bad-field', 'profile', 'got neither, allowed is one of subjectToken, anonymous');
  }
  return { subject: subjectText(`${ANONYMOUS}${request.anonymous}`, 'profile.anonymous'), known: false };
};
