import type { Stage } from '@causeway/contract';
import type { Send, Visit } from '../core/index.ts';
import { createVisit, fetchSend, platformSchedule } from '../core/index.ts';
import { within } from '../core/within.ts';
import { createSensePage } from '../senses/create-sense-page.ts';
import { startSenses } from '../senses/start-senses.ts';
import { cryptoChance } from './chance.ts';
import { deliverOnHide } from './deliver-on-hide.ts';
import { deviceStore } from './device-store.ts';
import { leavingWatch } from './leaving-watch.ts';
import { stageOf } from './stage-of.ts';
import type { StartOptions } from './start-options.ts';
import { unsentQueue } from './unsent-queue.ts';
import { visitStore } from './visit-store.ts';

/** A visit at work in this page. */
export type Running = {
  readonly visit: Visit;
  readonly stage: (stage: Stage) => void;
  /** Ends the visit with an order: the next page, or the next stage, is a new visit. */
  readonly order: () => void;
  readonly stop: () => void;
};

export type PageHooks = {
  readonly isStopped: () => boolean;
  /** the visit ended with an order, and the visitor goes on to another stage */
  readonly onNewVisit: () => void;
};

/** IndexedDB may be slow or closed: a visit does not wait longer for it, ms. */
const STORE_MS = 500;
const TICK_MS = 500;
/** Without a move, press or key for so long the visitor is not active, ms. */
const ACTIVE_MS = 10_000;
const FLUSH_MS = 5000;

const NO_EDGE: Send = () => Promise.reject(new TypeError('there is no edge'));

/** Opens the visit, its senses, its clock and its deliveries. Called after consent alone. Null when stopped meanwhile. */
export const runPage = async (
  options: StartOptions,
  view: Window & typeof globalThis,
  { isStopped, onNewVisit }: PageHooks,
): Promise<Running | null> => {
  const { stages = {}, edge } = options;
  const clock = () => view.Date.now();
  const chance = cryptoChance(view.crypto);
  const device = deviceStore();
  const visits = visitStore(view);
  const soon = <T>(promise: Promise<T>): Promise<T | null> =>
    within(promise, STORE_MS, 'device', platformSchedule).catch(() => null);

  const [name, profileToken] = await Promise.all([soon(device.anonymous()), soon(device.profile())]);
  if (isStopped()) return null;
  const anonymous = name ?? chance.name(16);
  if (name === null) void soon(device.setAnonymous(anonymous));

  const now = clock();
  const stored = visits.read(now);
  const fetcher = view.fetch.bind(view);
  const logBase = options.beacons ?? edge;
  const send = edge === undefined ? NO_EDGE : fetchSend(edge, fetcher);
  const sendLog = logBase === undefined ? NO_EDGE : fetchSend(logBase, fetcher);
  let trail: readonly Stage[] = stored?.trail ?? [];
  let ended = false;
  const page = chance.name(6);

  const visit = createVisit({
    edge: edge ?? null,
    origin: view.location.origin,
    session: stored?.snapshot.session ?? chance.name(12),
    anonymous,
    subjectToken: options.subjectToken,
    clock,
    chance: chance.uniform,
    send,
    sendLog,
    subtle: view.crypto.subtle,
    keys: options.keys ?? [],
    stage: stageOf(stages, view) ?? 'landing',
    context: {
      mobile: view.matchMedia?.('(pointer: coarse)').matches ?? false,
      returning: stored?.snapshot.context.returning ?? name !== null,
    },
    resume: stored?.snapshot,
    profileToken: profileToken ?? undefined,
    page,
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    ...(options.hazardRuntime === undefined ? {} : { hazardRuntime: options.hazardRuntime }),
  });
  const count = (reason: string, n?: number) => visit.count(reason, n);
  const senses = createSensePage({
    window: view,
    feel: (kind, role, value) => visit.feel({ kind, role, value }),
    exclude: options.friction?.exclude ?? null,
    onFault: () => count('sense-failed'),
  });
  const unsent = unsentQueue({ store: device, send: sendLog, locks: view.navigator.locks, count });
  const keep = (bodies: readonly string[]) =>
    void unsent.hold(page, bodies).catch(() => count('unsent-lost'));
  let keeping = false;
  /** After each attempt: what the edge did not take is written down while there is time, and crossed out once it has. */
  const settle = () => {
    const failing = visit.state().failures > 0;
    if (failing || keeping) keep(failing ? visit.pieces().map(({ body }) => body) : []);
    keeping = failing;
  };
  const save = () => {
    if (!ended) visits.write({ snapshot: visit.snapshot(), trail, at: clock() });
  };
  const moveTo = (stage: Stage) => {
    if (ended && stage !== 'done') return onNewVisit();
    visit.moveTo(stage);
    if (trail.at(-1) === stage) return;
    trail = [...trail, stage].slice(-4);
    senses.signals.emit('stage', stage);
    save();
  };
  const follow = () => {
    const stage = stageOf(stages, view);
    if (stage !== null) moveTo(stage);
  };

  let [activeAt, tickedAt, flushedAt] = [now, now, now];
  const tick = senses.guard(() => {
    const at = clock();
    const awake = at - tickedAt < 4 * TICK_MS;
    tickedAt = at;
    follow();
    visit.tick(awake && view.document.visibilityState === 'visible' && at - activeAt <= ACTIVE_MS);
    senses.signals.emit('tick', null);
    if (at - flushedAt < FLUSH_MS) return;
    flushedAt = at;
    save();
    void visit.flush().then(senses.guard(settle));
  });
  const timer = view.setInterval(tick, TICK_MS);
  const deliver = () => {
    save();
    if (logBase === undefined) return;
    deliverOnHide(visit.pieces(), { view, base: logBase, failing: visit.state().failures > 0, keep });
  };

  startSenses(senses, {
    trail,
    isOwnRequest: (url) =>
      [edge, logBase].some(
        (base) => base !== undefined && url.startsWith(new URL(base, view.location.href).href),
      ),
  });
  const leaving = leavingWatch(senses);
  senses.listen(view.document, 'pointerdown pointermove keydown', () => {
    activeAt = clock();
  });
  senses.listen(view.document, 'visibilitychange', () => {
    if (view.document.visibilityState === 'hidden') deliver();
  });
  senses.listen(view, 'pagehide', () => {
    if (!leaving.staysInShop()) visit.end('left');
    deliver();
  });
  // A press is felt on the stage it was made on, however short the stop there: the clock alone would miss a quick one.
  senses.listen(view.document, 'pointerdown keydown click', follow);
  senses.listen(view, 'popstate hashchange', follow);
  senses.listen(view, 'online', () => void unsent.drain().catch(() => count('unsent-failed')));
  visit.on('profile', ({ token }) => void soon(device.setProfile(token)));
  visit.on('line', ({ kind }) => {
    if (kind !== 'step') flushedAt = Math.min(flushedAt, clock() - FLUSH_MS + TICK_MS);
  });

  trail = trail.length > 0 ? trail : [visit.state().stage];
  senses.signals.emit('stage', visit.state().stage);
  follow();
  void visit
    .start()
    .then(() => (logBase === undefined ? undefined : unsent.drain().catch(() => count('unsent-failed'))));

  return {
    visit,
    stage: moveTo,
    order() {
      visit.end('order');
      ended = true;
      visits.clear();
      void visit.flush(true);
    },
    stop() {
      view.clearInterval(timer);
      senses.stop();
      deliver();
    },
  };
};
