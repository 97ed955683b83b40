import { noDecision } from '../core/asker.ts';
import { createEmitter } from '../core/emitter.ts';
import type { ActionEvent } from '../core/index.ts';
import { forgetDevice } from './forget-device.ts';
import { isAllowed } from './is-allowed.ts';
import { present } from './present.ts';
import type { Running } from './run-page.ts';
import { runPage } from './run-page.ts';
import type { DecideOptions, Shopper, ShopperEvents } from './shopper.ts';
import type { Consent, StartOptions } from './start-options.ts';
import { checkStartOptions } from './start-options.ts';

/** Calls that come before the visit is open wait in line, so many at most. */
const MOST_WAITING = 200;

const isList = (options: DecideOptions | readonly string[]): options is readonly string[] =>
  Array.isArray(options);

/**
 * Starts the SDK in this page and returns the shop's handle: with an edge, everything; without one, friction alone. Nothing is
 * listened to, stored or sent unless consent is granted and Global Privacy Control is off (or `honourGpc` false). On a server
 * it does nothing. Never throws into the page.
 */
export const start = (options: StartOptions = {}): Shopper => {
  const view = typeof window === 'undefined' ? null : window;
  const { options: kept, faults } = checkStartOptions(options ?? {});
  const { actions = {}, eraseAt } = kept;
  let running: Running | null = null;
  /** the page that runs, or is about to */
  let opening: Promise<Running | null> | null = null;
  let waiting: ((running: Running) => void)[] = [];
  const shown = new Set<string>();
  const seenStops = new Set<() => void>();
  const count = (reason: string, n = 1) => use(({ visit }) => visit.count(reason, n));
  const events = createEmitter<ShopperEvents>(() => count('listener-failed'));

  /** Runs now, or when the visit is open; a fault inside is counted. */
  const use = (run: (running: Running) => void): void => {
    if (running === null) {
      if (opening !== null && waiting.length < MOST_WAITING) waiting.push(run);
      return;
    }
    try {
      run(running);
    } catch {
      running.visit.count('call-failed');
    }
  };
  const open = (consent: Consent | undefined): void => {
    if (view === null || opening !== null || !isAllowed(view, { ...kept, consent })) return;
    const mine: Promise<Running | null> = runPage(kept, view, {
      isStopped: () => opening !== mine,
      onNewVisit: () => {
        close();
        open('granted');
      },
      onEvent: events.emit,
    })
      .then((opened) => {
        if (opening !== mine || opened === null) {
          opened?.stop(true);
          return null;
        }
        running = opened;
        for (const run of waiting.splice(0)) use(run);
        events.emit('running', true);
        return opened;
      })
      .catch(() => null);
    opening = mine;
  };
  const close = (discard?: boolean): void => {
    const last = running;
    running = null;
    opening = null;
    waiting = [];
    for (const stop of seenStops) stop();
    seenStops.clear();
    if (last === null) return;
    try {
      last.stop(discard);
    } catch {
      // the page goes on
    }
    events.emit('running', false);
  };

  const ask: Shopper['decide'] = async (point, asked = {}) => {
    const { actions: offered = Object.keys(actions), render = true } = isList(asked)
      ? { actions: asked }
      : asked;
    const now = running ?? (await opening);
    if (!now) return noDecision('not-running');
    const decided = await now.visit.decide(point, offered);
    // Consent may have been taken back, or the visit have ended, while the answer was on its way.
    if (now !== running) return noDecision('not-running');
    const { action, decision } = decided;
    const handler = actions[action];
    if (render && decision !== null && !shown.has(decision)) {
      shown.add(decision);
      const write = (id: string, event: ActionEvent) => use(({ visit }) => visit.action(id, event));
      if (handler && view !== null)
        seenStops.add(await present({ view, write, count }, handler, action, decision));
    }
    return decided;
  };

  const decide: Shopper['decide'] = (point, asked) => ask(point, asked).catch(() => noDecision('internal'));

  // A shop that renders by itself, as a React one does, hears of the trigger and asks with its own actions.
  events.on('trigger', ({ point }) => {
    if (Object.keys(actions)[0]) void decide(point);
  });
  if (faults.length > 0) console.warn(faults.map(({ message }) => `causeway: ${message}`).join('\n'));
  open(kept.consent);
  count('bad-config', faults.length);

  return {
    on: events.on,
    decide,
    outcome: (how) => use(({ visit, order }) => (how === 'order' ? order() : visit.end(how))),
    friction: (kind, role = 'page', value = 1) => use(({ feel }) => feel(kind, role, value)),
    cart: (cart) => use(({ visit }) => visit.setCart(cart)),
    stage: (stage) => use((now) => now.stage(stage)),
    action: (decision, event) => use(({ visit }) => visit.action(decision, event)),
    consent(consent) {
      if (consent === 'denied') {
        close(true);
        void forgetDevice();
      } else open(consent);
    },
    async erase() {
      const subject = running?.visit.state().profile.subject;
      close(true);
      const anonymous = await forgetDevice();
      const name = subject ?? (anonymous && `anon:${anonymous}`);
      if (view === null || eraseAt === undefined || !name) return Boolean(name);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ subject: name });
      return view.fetch(eraseAt, { method: 'POST', headers, body }).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    state: () => running?.visit.state() ?? null,
    stop: () => close(),
  };
};
