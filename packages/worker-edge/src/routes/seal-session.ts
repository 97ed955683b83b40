import type { Session } from '@causeway/contract';
import { seal } from '@causeway/contract';
import { hmacKeys } from '../cache/key-ring.ts';
import { SESSION_LIFE_MS } from '../config.ts';
import type { Context } from '../context.ts';
import { textCodec } from '../http/text-codec.ts';
import { sealEmbedding } from './seal-embedding.ts';

/** The visit as a token; with `sealed` there, however it stands, z goes under seal. */
export const sealSession = async (session: Session, { env, origin, now }: Context): Promise<string> => {
  const { current } = await hmacKeys(env, 'SESSION_KEYS');
  return seal(
    session.sealed === undefined ? session : await sealEmbedding(session, env),
    { purpose: 'session', audience: origin, now, lifeMs: SESSION_LIFE_MS, codec: textCodec },
    current,
  );
};
