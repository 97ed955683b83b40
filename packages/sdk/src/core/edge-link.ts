import type { PageLine } from '@causeway/contract';
import { createAsker } from './asker.ts';
import { DEFAULT_PAGE_MODEL } from './default-page-model.ts';
import { createIdentity } from './identity.ts';
import type { MakeLink } from './link.ts';
import { createOutbox } from './outbox.ts';
import { platformSchedule } from './schedule.ts';
import { VISIT_DEFAULTS } from './visit-options.ts';

/** A visit with an edge: signed profile and model, decisions within a deadline, beacons. */
export const edgeLink: MakeLink = (options, { drops, events, lastStep, write }) => {
  const { edge } = options;
  const identity = createIdentity(options, {
    model: options.pageModel ?? DEFAULT_PAGE_MODEL,
    count: drops.count,
    onProfile: (profile, token) => events.emit('profile', { profile, token }),
  });
  const outbox = createOutbox({
    send: options.sendLog ?? options.send,
    clock: options.clock,
    chance: options.chance ?? (() => 0),
    deadlineMs: options.logDeadlineMs ?? VISIT_DEFAULTS.logDeadlineMs,
    schedule: options.schedule ?? platformSchedule,
    mostEntries: options.mostEntries ?? VISIT_DEFAULTS.mostEntries,
    session: identity.session,
    onUnauthorised: identity.expire,
    count: drops.count,
  });
  const asker = createAsker({
    options,
    identity,
    lastStep,
    onReceipt: outbox.addReceipt,
    onAsked: (asked) => write({ kind: 'asked', ...asked }),
    onDecision: (view) => events.emit('decision', view),
    count: drops.count,
  });
  /** What was lost since the last word of it goes along with what was not. */
  const tellDrops = () => {
    const counts = drops.take();
    if (counts !== null) write({ kind: 'drops', counts });
  };
  const add = (line: PageLine) => {
    if (edge !== null) outbox.add(line);
  };
  for (const line of options.resume?.lines ?? []) add(line);
  return {
    start: identity.start,
    decide: asker.decide,
    async flush(force) {
      if (edge === null) return;
      if (outbox.size() > 0 || force === true) tellDrops();
      await outbox.flush(force);
    },
    pieces() {
      const { token } = identity.now();
      if (token === null) return [];
      tellDrops();
      return outbox.pieces(token);
    },
    add,
    now: identity.now,
    lines: () => (identity.now().token === null ? outbox.lines() : []),
    size: outbox.size,
    acknowledged: outbox.acknowledged,
    failures: outbox.failures,
    last: asker.last,
  };
};
