import { checkEdgeEncoder, type EdgeEncoder, Fault } from '@causeway/contract';
import type { Env } from '../env.ts';
import { stored } from '../http/stored.ts';

export const encoderKey = (digest: string): string => `encoder:${digest}`;

/** The one that this isolate used last: it is asked for by its digest, and what has a digest does not change. */
let held: EdgeEncoder | null = null;

/** The encoder that was put under this digest. Throws `not-found`. */
export const edgeEncoder = async (digest: string, env: Env): Promise<EdgeEncoder> => {
  if (held?.encoder === digest) return held;
  const found: unknown = await stored('encoder', () => env.RELEASES.get(encoderKey(digest), 'json'));
  if (found === null) throw new Fault('not-found', 'encoder', `got ${digest}, which was never put here`);
  held = checkEdgeEncoder(found, 'encoder');
  return held;
};
