import type { PublicJwk } from '@causeway/contract';
import type { Bootstrap } from '@causeway/sdk/bootstrap';
import { createVisit, fetchSend } from '@causeway/sdk/core';

export type AskEdge = {
  readonly edge: string;
  readonly keys: readonly PublicJwk[];
  readonly origin: string;
  readonly subjectToken: string;
  /** the name of this visit, 8 characters or more */
  readonly session: string;
};

/**
 * Asks on the server, before the page is written. The page starts with the same subject token, so that the server's ask and
 * what the page tells of it are one person's. Whatever goes wrong, the answer is `none` and the page is written.
 */
export const askEdge = async ({ edge, origin, ...who }: AskEdge): Promise<Bootstrap> => {
  const visit = createVisit({
    ...who,
    edge,
    origin,
    send: fetchSend(edge, fetch, { origin }),
    subtle: crypto.subtle,
    clock: Date.now,
    chance: Math.random,
    stage: 'payment',
    deadlineMs: 1000,
  });
  await visit.start();
  const decided = await visit.decide('checkout-help', ['reassurance']);
  // The receipt goes to the log after the page has gone out.
  void visit.flush(true);
  return { decisions: { 'checkout-help': decided } };
};
