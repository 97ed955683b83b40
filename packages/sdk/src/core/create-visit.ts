import type { Context, PageLine, PageModel, StepLine } from '@causeway/contract';
import {
  checkContext,
  checkFact,
  DEFAULT_FRICTION_MODEL,
  DEFAULT_HAZARD_MODEL,
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
import { platformSchedule } from './schedule.ts';
import type { Cart, Visit, VisitEvents } from './visit.ts';
import type { VisitOptions } from './visit-options.ts';
import { STEP_ACTIVE_MS, VISIT_DEFAULTS } from './visit-options.ts';

const DEFAULT_PAGE_MODEL: PageModel = {
  kind: 'page-model',
  version: 1,
  friction: DEFAULT_FRICTION_MODEL,
  hazard: DEFAULT_HAZARD_MODEL,
  trigger: { points: [], hazard: 1 },
};

const withCart = (context: Context, { items, cents, discount = context.discount }: Cart): Context =>
  checkContext({ ...context, cartItems: items, cartCents: cents, discount }, 'cart');

const LONGEST_MS = 86_400_000;

/**
 * Creates a visit. Time, chance, transport and keys come in as arguments, so it runs alike in a page, in a worker and in
 * the simulator. Throws nothing but a `bad-field` Fault for a malformed `context`.
 */
export const createVisit = (options: VisitOptions): Visit => {
  const { clock, resume, edge, session } = options;
  const now = () => Math.floor(clock());
  const drops = createDrops((reason, count) => events.emit('drop', { reason, count }));
  const events = createEmitter<VisitEvents>(() => drops.count('listener-failed'));
  const identity = createIdentity(options, {
    model: options.pageModel ?? DEFAULT_PAGE_MODEL,
    count: (reason) => drops.count(reason),
    onProfile: (profile, token) => events.emit('profile', { profile, token }),
  });
  const outbox = createOutbox({
    send: options.sendLog ?? options.send,
    clock,
    chance: options.chance ?? (() => 0),
    deadlineMs: options.logDeadlineMs ?? VISIT_DEFAULTS.logDeadlineMs,
    schedule: options.schedule ?? platformSchedule,
    mostEntries: options.mostEntries ?? VISIT_DEFAULTS.mostEntries,
    session: () => identity.session(),
    onUnauthorised: () => identity.expire(),
    count: (reason, n) => drops.count(reason, n),
  });

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
  let ended = false;
  let lines = 0;
  let activeMs = 0;
  let tickedAt = clock();

  const guard = <T>(reason: string, run: () => T, fallback: T): T => {
    try {
      return run();
    } catch {
      drops.count(reason);
      return fallback;
    }
  };
  const head = () => ({ id: `${session}.${page}.${(lines += 1)}`, session, at: now() });
  const write = (line: PageLine) => {
    if (edge !== null) outbox.add(line);
    events.emit('line', line);
  };
  const inContext = (): Context => ({
    ...context,
    elapsedMs: Math.min(LONGEST_MS, Math.max(0, now() - startedAt)),
  });
  const foldInput = () => {
    const { model, runtime, z } = identity.now();
    return { model, runtime, z, stage, context: inContext() };
  };

  const closeNow = (closedBy: StepLine['closedBy']) => {
    if (ended) return;
    // A basket that changes as the stage does (add and go to the basket) closes one step, not an empty second one.
    if (closed !== null && fold.facts.length === 0 && closed.at === now()) return;
    const next = foldStep(fold, foldInput());
    fold = next.fold;
    activeMs = 0;
    tickedAt = clock();
    const line: StepLine = {
      kind: 'step',
      ...head(),
      ...next.closed,
      closedBy,
      model: identity.now().modelDigest,
    };
    closed = line;
    write(line);
    events.emit('step', line);
    const { trigger } = identity.now().model;
    if (line.hazard < trigger.hazard) return;
    for (const point of trigger.points.filter((point) => !triggered.has(point))) {
      triggered.add(point);
      events.emit('trigger', { point, hazard: line.hazard });
    }
  };

  const close = (closedBy: StepLine['closedBy']) => guard('step-failed', () => closeNow(closedBy), undefined);

  const asker = createAsker({
    options,
    identity,
    lastStep: () => {
      if (fold.last === null) close('time');
      return fold.last;
    },
    onReceipt: (receipt) => outbox.addReceipt(receipt),
    onAsked: (asked) => write({ kind: 'asked', ...head(), ...asked }),
    onDecision: (view) => events.emit('decision', view),
    count: (reason) => drops.count(reason),
  });
  for (const line of resume?.lines ?? []) if (edge !== null) outbox.add(line);

  return {
    start: () => identity.start(),
    feel(felt) {
      if (ended) return;
      const fact = guard(
        'bad-fact',
        () => checkFact({ at: now(), stage, ...felt, unit: FACT_KINDS[felt.kind].unit }, 'fact'),
        null,
      );
      if (fact === null) return;
      if (fold.facts.length >= MOST_FACTS) return drops.count('facts-over-limit');
      fold = { ...fold, facts: [...fold.facts, fact] };
      events.emit('fact', fact);
    },
    moveTo(to) {
      if (!STAGES.includes(to)) return drops.count('bad-stage');
      if (to === stage) return;
      close('stage');
      stage = to;
    },
    setCart(cart) {
      const before = context;
      const next = guard('bad-cart', () => withCart(before, cart), null);
      if (next === null) return;
      context = next;
      const { cartItems, cartCents, discount } = before;
      const same = next.cartItems === cartItems && next.cartCents === cartCents && next.discount === discount;
      if (!same) close('cart');
    },
    tick(active = true) {
      const at = clock();
      if (active) activeMs += Math.max(0, at - tickedAt);
      tickedAt = at;
      if (isCheckout(stage) && activeMs >= STEP_ACTIVE_MS) close('time');
    },
    closeStep: close,
    decide: (point, offered) => asker.decide(point, offered),
    action(decision, event) {
      const id = guard('bad-decision', () => digestText(decision, 'decision'), null);
      if (id !== null) write({ kind: 'action', ...head(), decision: id, event });
    },
    end(how) {
      if (ended) return;
      close('end');
      write({ kind: 'end', ...head(), step: fold.friction.step, end: how });
      ended = how === 'order';
    },
    flush(force) {
      if (edge === null) return Promise.resolve();
      const counts = outbox.size() > 0 || force === true ? drops.take() : null;
      if (counts !== null) write({ kind: 'drops', ...head(), counts });
      return outbox.flush(force);
    },
    pieces() {
      const { token } = identity.now();
      if (token === null) return [];
      const counts = drops.take();
      if (counts !== null) write({ kind: 'drops', ...head(), counts });
      return outbox.pieces(token);
    },
    count: (reason, n) => drops.count(reason, n),
    state() {
      const { profile, profileToken, modelDigest } = identity.now();
      return {
        edge,
        session,
        stage,
        context: inContext(),
        facts: fold.facts,
        ...preview(fold, foldInput()),
        closed,
        profile,
        signed: profileToken !== null,
        release: profile.release,
        model: modelDigest,
        queue: outbox.size(),
        acknowledged: outbox.acknowledged(),
        failures: outbox.failures(),
        drops: drops.all(),
        lastDecision: asker.last(),
      };
    },
    snapshot() {
      const { token, profileToken } = identity.now();
      const kept = token === null ? outbox.lines() : [];
      return {
        version: 1,
        session,
        startedAt,
        stage,
        context,
        fold,
        token,
        profileToken,
        triggered: [...triggered],
        lines: kept,
      };
    },
    on: events.on,
  };
};
