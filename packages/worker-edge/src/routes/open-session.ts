import type { Session } from '@causeway/contract';
import { checkSession, Fault, open, pathless } from '@causeway/contract';
import { hmacKeys } from '../cache/key-ring.ts';
import type { Context } from '../context.ts';
import { textCodec } from '../http/text-codec.ts';
import { openEmbedding } from './seal-embedding.ts';

const read = pathless(checkSession);

/** The visit behind a session token. Throws `bad-token`, or `too-many` when the visit asks more often than people do. */
export const openSession = async (token: string, { env, origin, now }: Context): Promise<Session> => {
  const { all } = await hmacKeys(env, 'SESSION_KEYS');
  const body = await open(token, { purpose: 'session', audience: origin, now, codec: textCodec }, all);
  let session: Session;
  try {
    session = read(body, 'session');
  } catch {
    throw new Fault('bad-token', 'session', 'its body is of another version');
  }
  const limit = await env.SESSION_LIMIT?.limit({ key: session.session });
  if (limit?.success === false) throw new Fault('too-many', 'session', 'more requests than one visit makes');
  return session.sealed === undefined ? session : openEmbedding(session, env);
};
