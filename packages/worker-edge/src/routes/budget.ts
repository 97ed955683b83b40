import { Fault } from '@causeway/contract';
import { liveRelease } from '../cache/live-release.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { budgetObject } from '../objects/budget-object.ts';

/** GET /v1/admin/budget: the live release's account; cap = left + leased + reserved + spent. */
export const budget = async (_: null, context: Context): Promise<Reply> => {
  const { env } = context;
  const live = await liveRelease(context);
  if (live === null) throw new Fault('no-release', 'budget', 'no release has opened an account yet');
  const object = budgetObject(env);
  const view = await stored('budget', () => object.view(live.release.budget.id));
  if (view === null) throw new Fault('not-found', 'budget', 'the account is not open yet');
  return { json: { version: 1, ...view, problems: await stored('budget', () => object.invariant()) } };
};
