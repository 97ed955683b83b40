import type { ProfileRequest } from '@causeway/contract';
import { Fault, object, open, subjectText } from '@causeway/contract';
import { hmacKeys } from '../cache/key-ring.ts';
import type { Context } from '../context.ts';

export const ANONYMOUS = 'anon:';
const checkSubject = object({ subject: subjectText });

/**
 * The subject of a visitor, and whether the shop's server vouches for it: only a valid subject token does. A token that
 * is not valid is refused, never taken for an anonymous visitor.
 */
export const whoAsks = async (
  request: ProfileRequest,
  { env, origin, now }: Context,
): Promise<{ subject: string; known: boolean }> => {
  if (request.subjectToken !== undefined) {
    const { all } = await hmacKeys(env, 'SUBJECT_KEYS');
    const body = await open(request.subjectToken, { purpose: 'subject', audience: origin, now }, all);
    let subject = ANONYMOUS;
    try {
      ({ subject } = checkSubject(body, 'subject'));
    } catch {
      // falls to the refusal below
    }
    if (subject.startsWith(ANONYMOUS))
      throw new Fault('bad-token', 'subject', 'its body does not name a subject');
    return { subject, known: true };
  }
  if (request.anonymous === undefined) {
    throw new Fault('bad-field', 'profile', 'got neither, allowed is one of subjectToken, anonymous');
  }
  return { subject: subjectText(`${ANONYMOUS}${request.anonymous}`, 'profile.anonymous'), known: false };
};
