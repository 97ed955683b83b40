import type { Action, PublicJwk } from '@causeway/contract';
import { faceCents, NONE } from '@causeway/contract';
import type { Visit as SimulatedVisit, VisitEnd, VisitStep } from '@causeway/offline/simulator';
import { isEnd, OFFERED } from '@causeway/offline/simulator';
import { createVisit, type Send } from '@causeway/sdk/core';

export type PlayOptions = {
  readonly edge: string;
  readonly origin: string;
  readonly keys: readonly PublicJwk[];
  readonly send: Send;
  readonly subjectToken: (subject: string) => Promise<string>;
  readonly actions: readonly Action[];
  /** real time, ms since 1970: the edge stamps its decisions with it */
  readonly clock: () => number;
  readonly chance: () => number;
  /** when the shop asks in this visit, or when it ends, in the visit's own time */
  readonly anchor: number;
};

export type Played = {
  readonly end: VisitEnd;
  /** what the page was told to show, and the decision's name */
  readonly action: string;
  readonly decision: string | null;
  /** when the visit ended, in real time */
  readonly endedAt: number;
  readonly redeemedCents: number;
  readonly undelivered: number;
  readonly drops: Readonly<Record<string, number>>;
};

const RETRIES = 40;
const RETRY_MS = 250;

/**
 * One simulated shopper in the SDK's own visit: every profile, decision and log line goes over `send` to the real edge.
 * The visit's time is shifted so that its ask happens now, because the edge dates decisions by its own clock.
 */
export const playVisit = async (simulated: SimulatedVisit, options: PlayOptions): Promise<Played> => {
  const shift = options.clock() - options.anchor;
  let now = simulated.startedAt + shift;
  let real = false;
  const { edge, origin, keys, send, chance } = options;
  const visit = createVisit({
    edge,
    origin,
    keys,
    send,
    chance,
    session: simulated.session,
    ...(simulated.anonymous === null
      ? { subjectToken: await options.subjectToken(simulated.subject) }
      : { anonymous: simulated.anonymous }),
    clock: () => (real ? options.clock() : now),
    subtle: crypto.subtle,
    context: { mobile: simulated.mobile, returning: simulated.known },
    deadlineMs: 20_000, // the crowd asks all at once on two cores; a deadline that a page would set is tested apart
    startDeadlineMs: 20_000,
  });
  // A token is dated by the edge's clock, so the visit's must agree with it while it opens one.
  real = true;
  await visit.start();
  real = false;

  let action: string = NONE;
  let decision: string | null = null;
  let cart = { items: 0, cents: 0, discount: false };
  const close = (step: VisitStep) => {
    now = step.startedAt + shift;
    visit.moveTo(step.stage);
    for (const { kind, role, value, at } of step.facts) {
      now = at + shift;
      visit.feel({ kind, role, value, at: now, stage: step.stage });
    }
    now = step.at + shift;
    const { cartItems: items, cartCents: cents, discount } = step.context;
    cart = { items, cents, discount };
    visit.setCart(cart);
    // The step on which a shopper leaves is closed by the visit's end: closed here, an empty one would follow it and take the blame.
    if (step.closedBy !== 'end') visit.closeStep(step.closedBy);
  };

  let next = simulated.next();
  while (!isEnd(next)) {
    close(next);
    if (next.asks !== null) {
      const decided = await visit.decide(next.asks, OFFERED);
      ({ action, decision } = decided);
      if (decision !== null && action !== NONE) visit.action(decision, 'rendered');
      simulated.receive(action);
    }
    next = simulated.next();
  }
  now = next.at + shift;
  visit.end(next.end);
  real = true; // an edge that was down at the start gives its token now
  for (let tries = 0; tries < RETRIES; tries++) {
    await visit.flush(true);
    if (visit.state().queue === 0) break;
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
  const shown = options.actions.find(({ id }) => id === action);
  return {
    end: next,
    action,
    decision,
    endedAt: now,
    redeemedCents: next.order === undefined || shown === undefined ? 0 : faceCents(shown, cart.cents),
    undelivered: visit.state().queue,
    drops: visit.state().drops,
  };
};
