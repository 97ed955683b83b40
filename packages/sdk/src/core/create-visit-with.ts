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
import { createDrops } from './drops.ts';
import { createEmitter } from './emitter.ts';
import { foldStep, MOST_FACTS, preview, startFold } from './fold.ts';
import type { MakeLink } from './link.ts';
import type { Cart, Visit, VisitEvents } from './visit.ts';
import type { VisitOptions } from './visit-options.ts';
import { STEP_ACTIVE_MS } from './visit-options.ts';

const withCart = (context: Context, { items, cents, discount = context.discount }: Cart): Context =>
  checkContext({ ...context, cartItems: items, cartCents: cents, discount }, 'cart');

const LONGEST_MS = 86_400_000;

/**
 * Creates a visit, tied to what `makeLink` gives. Time, chance, transport and keys come in as arguments, so it runs alike in a
 * page, in a worker and in the simulator. Throws nothing but a `bad-field` Fault for a malformed `context`.
 */
export const createVisitWith = (options: VisitOptions, makeLink: MakeLink): Visit => {
  const { clock, resume, edge, session } = options;
  const now = () => Math.floor(clock());
  const drops = createDrops((reason, count) => events.emit('drop', { reason, count }));
  const events = createEmitter<VisitEvents>(() => drops.count('listener-failed'));
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
    link.add(line);
    events.emit('line', line);
  };
  const inContext = (): Context => ({
    ...context,
    elapsedMs: Math.min(LONGEST_MS, Math.max(0, now() - startedAt)),
  });
  const foldInput = () => {
    const { model, runtime, z } = link.now();
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
      model: link.now().modelDigest,
    };
    closed = line;
    write(line);
    events.emit('step', line);
    const { trigger } = link.now().model;
    if (line.hazard < trigger.hazard) return;
    for (const point of trigger.points.filter((point) => !triggered.has(point))) {
      triggered.add(point);
      events.emit('trigger', { point, hazard: line.hazard });
    }
  };

  const close = (closedBy: StepLine['closedBy']) => guard('step-failed', () => closeNow(closedBy), undefined);

  const link = makeLink(options, {
    drops,
    events,
    lastStep: () => {
      if (fold.last === null) close('time');
      return fold.last;
    },
    write: (line) => write({ ...line, ...head() } as PageLine),
  });

  for (const [reason, n] of Object.entries(resume?.drops ?? {})) drops.count(reason, n);

  return {
    start: link.start,
    feel(felt) {
      if (ended) return;
      const fact = guard(
        'bad-fact',
        () => checkFact({ at: now(), stage, ...felt, unit: FACT_KINDS[felt.kind].unit }, 'fact'),
        null,
      );
      if (fact === null) return;
      if (fold.facts.length < MOST_FACTS) fold = { ...fold, facts: [...fold.facts, fact] };
      else drops.count('facts-over-limit');
      events.emit('friction', fact);
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
    decide: link.decide,
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
    flush: link.flush,
    pieces: link.pieces,
    count: drops.count,
    state() {
      const { profile, profileToken, modelDigest } = link.now();
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
        queue: link.size(),
        acknowledged: link.acknowledged(),
        failures: link.failures(),
        drops: drops.all(),
        lastDecision: link.last(),
      };
    },
    snapshot() {
      const { token, profileToken } = link.now();
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
        lines: link.lines(),
        drops: drops.untold(),
      };
    },
    on: events.on,
  };
};
