import type { Profile, PublicJwk, SubtleLike, Verifier } from '@causeway/contract';
import { checkProfile, checkProfileResponse, ed25519Verifier, Fault, open, PATHS } from '@causeway/contract';
import type { Send } from './send.ts';

export type ProfileOptions = {
  readonly send: Send;
  readonly deadlineMs: number;
  readonly session: string;
  readonly subjectToken?: string | undefined;
  readonly anonymous?: string | undefined;
  readonly verify: (token: string) => Promise<Profile>;
};

/**
 * Verifies profile tokens with pinned keys: signature, purpose, audience (this page's origin) and expiry, then the shape
 * of the body. Throws `bad-token` or `bad-field`. Keys are imported once, at the first use.
 */
export const profileVerifier = (
  subtle: SubtleLike,
  keys: readonly PublicJwk[],
  audience: string,
  clock: () => number,
): ((token: string) => Promise<Profile>) => {
  let verifiers: Promise<Verifier[]> | undefined;
  return async (token) => {
    verifiers ??= Promise.all(keys.map((key) => ed25519Verifier(subtle, key)));
    return checkProfile(
      await open(token, { purpose: 'profile', audience, now: clock() }, await verifiers),
      'profile',
    );
  };
};

/** POST /v1/profile: the verified profile, the token it came in, and the session token. Throws on anything else. */
export const loadProfile = async (
  options: ProfileOptions,
): Promise<{ profile: Profile; token: string; session: string }> => {
  const path = PATHS.profile;
  const body = JSON.stringify({
    version: 1,
    session: options.session,
    ...(options.subjectToken === undefined ? {} : { subjectToken: options.subjectToken }),
    ...(options.anonymous === undefined ? {} : { anonymous: options.anonymous }),
  });
  const answer = await options.send(
    { method: 'POST', path, body, contentType: 'application/json' },
    options.deadlineMs,
  );
  if (answer.status !== 200) throw new Fault('bad-token', path, `the edge answered ${answer.status}`);
  const { profile: token, session } = checkProfileResponse(JSON.parse(answer.body), 'answer');
  return { profile: await options.verify(token), token, session };
};
