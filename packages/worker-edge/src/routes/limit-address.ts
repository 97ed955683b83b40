import { Fault } from '@causeway/contract';
import type { Context } from '../context.ts';

/**
 * A new name costs nothing, so names are no limit to who makes thousands of them: the network address is. It is used for
 * counting and not kept. Throws `too-many`.
 */
export const limitAddress = async ({ env, address }: Context): Promise<void> => {
  const key = address();
  if (key === '') return;
  const limit = await env.PROFILE_LIMIT?.limit({ key });
  if (limit?.success === false)
    throw new Fault('too-many', 'profile', 'more visits begin at this address than people make');
};
