import type { Session } from '@causeway/contract';
import { seal } from '@causeway/contract';
import { hmacKeys } from '../cache/key-ring.ts';
import { SESSION_LIFE_MS } from '../config.ts';
import type { Context } from '../context.ts';
import { textCodec } from '../http/text-codec.ts';

export const sealSession = async (session: Session, { env, origin, now }: Context): Promise<string> => {
  const { current } = await hmacKeys(env, 'SESSION_KEYS');
  return seal(
    session,
    { purpose: 'session', audience: origin, now, lifeMs: SESSION_LIFE_MS, codec: textCodec },
    current,
  );
};
