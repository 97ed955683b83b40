import { profileKeys } from '../cache/key-ring.ts';
import type { Context, Reply } from '../context.ts';

/** GET /v1/jwks: the public keys of profile tokens, the current one first. */
export const jwks = async (_: null, { env }: Context): Promise<Reply> => {
  const { published } = await profileKeys(env);
  const keys = published.map((key) => ({ ...key, alg: 'EdDSA', use: 'sig' }));
  return { json: { keys }, headers: { 'cache-control': 'public, max-age=300' } };
};
