import { NONE } from '@causeway/contract';
import { createEmitter } from '../core/emitter.ts';
import type { ActionEvent, Decided } from '../core/index.ts';
import { isAllowed } from './is-allowed.ts';
import type { MakePageLink } from './page-link.ts';
import { present } from './present.ts';
import type { Running } from './run-page.ts';
import { runPage } from './run-page.ts';
import type { DecideOptions, Shopper, ShopperEvents } from './shopper.ts';
import type { Consent, StartOptions } from './start-options.ts';
import { checkStartOptions } from './start-options.ts';

const EVENTS = ['friction', 'step', 'decision', 'line', 'drop', 'profile', 'trigger'] as const;
/** Calls that come before the visit is open wait in line, so many at most. */
const MOST_WAITING = 200;

const none = (reason: string): Decided => ({ action: NONE, decision: null, propensity: null, reason });
const isList = (options: DecideOptions | readonly string[]): options is readonly string[] =>
  Array.isArray(options);

export type StartParts = {
  readonly link: MakePageLink;
  /** clears all that the device keeps; the random name that it had, for whoever has to erase more */
  readonly forget: () => Promise<string | null>;
};

/**
 * Starts the SDK in this page and returns the shop's handle. Nothing is listened to, stored or sent unless consent is granted
 * and Global Privacy Control is off (or `honourGpc` false). On a server it does nothing. Never throws into the page.
 */
export const startWith = ({ link, forget }: StartParts, given: StartOptions = {}): Shopper => {
  const view = typeof window === 'undefined' ? null : window;
  const { options, faults } = checkStartOptions(given ?? {});
  let running: Running | null = null;
  let opening: Promise<Running | null> | null = null;
  let generation = 0;
  let waiting: ((running: Running) => void)[] = [];
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

  const allowed = (consent: Consent | undefined): boolean =>
    view !== null && isAllowed(view, { ...options, consent });

  const relay = (from: Running) => {
    for (const event of EVENTS) from.visit.on(event, (value) => events.emit(event, value as never));
    from.visit.on('trigger', ({ point }) => void decide(point));
  };
  const open = (): void => {
    if (view === null || opening !== null) return;
    const mine = (generation += 1);
    opening = runPage(options, view, link, { isStopped: () => generation !== mine, onNewVisit: reopen })
      .then((opened) => {
        if (opened === null) return null;
        if (generation !== mine) {
          opened.stop();
          return null;
        }
        running = opened;
        relay(opened);
        for (const run of waiting.splice(0)) use(run);
        events.emit('running', true);
        return opened;
      })
      .catch(() => null);
  };
  const reopen = (): void => {
    close();
    open();
  };
  const close = (discard = false): void => {
    generation += 1;
    opening = null;
    waiting = [];
    for (const stop of seenStops) stop();
    seenStops.clear();
    const last = running;
    running = null;
    if (last === null) return;
    try {
      last.stop(discard);
    } catch {
      // the page goes on
    }
    events.emit('running', false);
  };

  const show = async (decided: Decided): Promise<void> => {
    const { action, decision } = decided;
    const handler = options.actions?.[action];
    if (handler === undefined || decision === null || view === null) return;
    const write = (id: string, event: ActionEvent) => use(({ visit }) => visit.action(id, event));
    seenStops.add(await present({ view, write, count }, handler, action, decision));
  };
  const shown = new Set<string>();
  const decide: Shopper['decide'] = async (point, asked = {}) => {
    const { actions, render = true } = isList(asked) ? { actions: asked } : asked;
    const now = running ?? (await opening);
    if (now === null || now === undefined) return none('not-running');
    const decided = await now.visit.decide(point, actions ?? Object.keys(options.actions ?? {}));
    if (render && decided.decision !== null && !shown.has(decided.decision)) {
      shown.add(decided.decision);
      await show(decided);
    }
    return decided;
  };

  if (faults.length > 0) console.warn(faults.map(({ message }) => `causeway: ${message}`).join('\n'));
  if (allowed(options.consent)) open();
  count('bad-config', faults.length);

  return {
    on: (event, listener) => events.on(event, listener),
    decide: (point, asked) => decide(point, asked).catch(() => none('internal')),
    outcome: (how) => use(({ visit, order }) => (how === 'order' ? order() : visit.end(how))),
    friction: (kind, role = 'page', value = 1) => use(({ feel }) => feel(kind, role, value)),
    cart: (cart) => use(({ visit }) => visit.setCart(cart)),
    stage: (stage) => use((now) => now.stage(stage)),
    action: (decision, event) => use(({ visit }) => visit.action(decision, event)),
    consent(consent) {
      if (consent === 'denied') {
        close(true);
        void forget();
      } else if (allowed(consent)) open();
    },
    async erase() {
      const subject = running?.visit.state().profile.subject ?? null;
      close(true);
      const anonymous = await forget();
      const name = subject ?? (anonymous === null ? null : `anon:${anonymous}`);
      if (view === null || options.eraseAt === undefined || name === null) return name !== null;
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ subject: name });
      return view.fetch(options.eraseAt, { method: 'POST', headers, body }).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    state: () => running?.visit.state() ?? null,
    stop: () => close(),
  };
};
