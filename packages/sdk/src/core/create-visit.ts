import type { Context, PageLine, StepLine } from '@causeway/contract';
import {
  checkContext,
  checkFact,
  digestText,
  EMPTY_CONTEXT,
  FACT_KINDS,
  isCheckout,
  STAGES,
} from '@causeway/contract';
import { createAsker } from './asker.ts';
import { createDrops } from './drops.ts';
import { createEmitter } from './emitter.ts';
import { foldStep, MOST_FACTS, preview, startFold } from './fold.ts';
import { createIdentity } from './identity.ts';
import { createOutbox } from './outbox.ts';
import { requestBy } from './request.ts';
import { platformSchedule } from './schedule.ts';
import type { Visit, VisitEvents } from './visit.ts';
import type { VisitOptions } from './visit-options.ts';
import { STEP_ACTIVE_MS } from './visit-options.ts';
import type { DecisionView } from './visit-state.ts';

const LONGEST_MS = 86_400_000;

type Headless<L> = L extends PageLine ? Omit<L, 'id' | 'session' | 'at'> : never;

/**
 * Creates a visit that asks an edge and reports to it; `edge: null` leaves it to itself. Time, chance, transport and keys come in
 * as arguments, so it runs alike in a page, in a worker and in the simulator. Throws nothing but a `bad-field` Fault for a
 * malformed `context`.
 */
export const createVisit = (options: VisitOptions): Visit => {
  const { clock, resume, edge, session, send, chance = () => 0, schedule = platformSchedule } = options;
  const now = () => Math.floor(clock());
  const drops = createDrops((reason, count) => {
    // A listener of drops that fails would be told of itself without end.
    if (reason !== 'listener-failed') events.emit('drop', { reason, count });
  });
  const { count } = drops;
  const events = createEmitter<VisitEvents>(() => count('listener-failed'), options.onEvent);
  const startedAt = resume?.startedAt ?? now();
  const page = options.page ?? `p${resume?.fold.friction.step ?? 0}`;
  const triggered = new Set(resume?.triggered);
  let fold = resume?.fold ?? startFold();
  let stage = resume?.stage ?? options.stage ?? 'landing';
  let context: Context = checkContext(
    { ...EMPTY_CONTEXT, ...resume?.context, ...options.context },
    'context',
  );
  let closed: StepLine | null = null;
  let lastDecision: DecisionView | null = null;
  let ended = false;
  let lines = 0;
  let activeMs = 0;
  let tickedAt = clock();

  /** Runs what may meet bad input; a fault is counted, and nothing else comes of it. */
  const guard = (reason: string, run: () => void): void => {
    try {
      run();
    } catch {
      count(reason);
    }
  };
  const request = requestBy(send, schedule);
  const identity = createIdentity(options, {
    request,
    count,
    onProfile: (profile, token) => events.emit('profile', { profile, token }),
  });
  const { known } = identity;
  const outbox = createOutbox({
    request: requestBy(options.sendLog ?? send, schedule),
    clock,
    chance,
    deadlineMs: options.logDeadlineMs ?? 10_000,
    mostEntries: options.mostEntries ?? 500,
    session: identity.session,
    onUnauthorised: () => {
      known.token = null;
    },
    count,
  });
  const write = <L extends Headless<PageLine>>(line: L) => {
    const whole = { id: `${session}.${page}.${(lines += 1)}`, session, at: now(), ...line };
    if (edge !== null) outbox.add(whole as unknown as PageLine);
    events.emit('line', whole as unknown as PageLine);
    return whole;
  };
  const inContext = (): Context => ({
    ...context,
    elapsedMs: Math.min(LONGEST_MS, Math.max(0, now() - startedAt)),
  });
  const close = (closedBy: StepLine['closedBy']) =>
    guard('step-failed', () => {
      // A basket that changes as the stage does (add and go to the basket) closes one step, not an empty second one.
      if (ended || (closed !== null && fold.facts.length === 0 && closed.at === now())) return;
      const next = foldStep(fold, { ...known, stage }, inContext());
      fold = next.fold;
      activeMs = 0;
      tickedAt = clock();
      const {
        modelDigest: model,
        model: { trigger },
      } = known;
      const line = write({ kind: 'step', ...next.closed, closedBy, model });
      closed = line;
      events.emit('step', line);
      for (const point of line.hazard >= trigger.hazard ? trigger.points : []) {
        if (triggered.has(point)) continue;
        triggered.add(point);
        events.emit('trigger', { point, hazard: line.hazard });
      }
    });
  const decide = createAsker({
    options,
    schedule,
    identity,
    lastStep: () => {
      if (fold.last === null) close('time');
      return fold.last;
    },
    onReceipt: outbox.add,
    onAsked: (asked) => write({ kind: 'asked', ...asked }),
    onDecision: (view) => {
      lastDecision = view;
      events.emit('decision', view);
    },
    count,
  });
  /** What was lost since the last word of it goes along with what was not. */
  const tellDrops = () => {
    const counts = drops.take();
    if (counts !== null) write({ kind: 'drops', counts });
  };

  for (const [reason, n] of Object.entries(resume?.drops ?? {})) count(reason, n);
  if (edge !== null) resume?.lines.forEach(outbox.add);

  return {
    start: identity.start,
    feel: (felt) =>
      guard('bad-fact', () => {
        if (ended) return;
        const fact = checkFact({ at: now(), stage, ...felt, unit: FACT_KINDS[felt.kind].unit }, 'fact');
        if (fold.facts.length < MOST_FACTS) fold = { ...fold, facts: [...fold.facts, fact] };
        else count('facts-over-limit');
        events.emit('friction', fact);
      }),
    moveTo(to) {
      if (!STAGES.includes(to)) count('bad-stage');
      else if (to !== stage) {
        close('stage');
        stage = to;
      }
    },
    setCart: (cart) =>
      guard('bad-cart', () => {
        const before = JSON.stringify(context);
        const { items, cents, discount = context.discount } = cart;
        context = checkContext({ ...context, cartItems: items, cartCents: cents, discount }, 'cart');
        if (JSON.stringify(context) !== before) close('cart');
      }),
    tick(active = true) {
      const at = clock();
      if (active) activeMs += Math.max(0, at - tickedAt);
      tickedAt = at;
      if (isCheckout(stage) && activeMs >= STEP_ACTIVE_MS) close('time');
    },
    closeStep: close,
    decide,
    action: (decision, event) =>
      guard('bad-decision', () =>
        write({ kind: 'action', decision: digestText(decision, 'decision'), event }),
      ),
    end(how) {
      if (ended) return;
      close('end');
      write({ kind: 'end', step: fold.friction.step, end: how });
      ended = how === 'order';
    },
    async flush(force) {
      if (edge === null) return;
      if (outbox.counts().queue > 0 || force === true) tellDrops();
      await outbox.flush(force);
    },
    pieces() {
      if (known.token === null) return [];
      tellDrops();
      return outbox.pieces(known.token);
    },
    post: outbox.post,
    count,
    state: () => ({
      edge,
      session,
      stage,
      context: inContext(),
      facts: fold.facts,
      ...preview(fold, { ...known, stage }),
      closed,
      profile: known.profile,
      signed: known.profileToken !== null,
      release: known.profile.release,
      model: known.modelDigest,
      ...outbox.counts(),
      drops: drops.all(),
      lastDecision,
    }),
    snapshot: () => ({
      version: 1,
      session,
      startedAt,
      stage,
      context,
      fold,
      token: known.token,
      profileToken: known.profileToken,
      triggered: [...triggered],
      lines: known.token === null ? outbox.lines() : [],
      drops: drops.untold(),
    }),
    on: events.on,
  };
};
