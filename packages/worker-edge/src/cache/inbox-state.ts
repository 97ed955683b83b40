import type { Context } from '../context.ts';
import { within } from '../http/within.ts';
import { INBOX } from '../log/keep-lines.ts';

export type InboxState = {
  /** batches that wait to be merged, up to 1000 */
  readonly waiting: number;
  readonly more: boolean;
  readonly oldestMs: number;
};

// Health is open to anyone, and a listing costs money: this isolate asks for one now and then.
let known: { readonly state: InboxState | null; readonly at: number } | null = null;
const LIFE_MS = 30_000;
const MOST = 1000;

/** How many batches wait for the queue's consumer, and how long the first of them has. */
export const listInbox = async (bucket: R2Bucket, now: number): Promise<InboxState> => {
  const { objects, truncated } = await bucket.list({ prefix: INBOX, limit: MOST });
  const oldest = Math.min(now, ...objects.map(({ uploaded }) => uploaded.getTime()));
  return { waiting: objects.length, more: truncated, oldestMs: now - oldest };
};

/** The same, at most half a minute old; null when the bucket does not answer. */
export const inboxState = async ({ env, config, now }: Context): Promise<InboxState | null> => {
  if (known !== null && now - known.at < LIFE_MS && now >= known.at) return known.state;
  const state = await within(listInbox(env.LOG, now), config.readDeadlineMs, 'inbox').catch(() => null);
  known = { state, at: now };
  return state;
};
