import type { Decided } from '../core/index.ts';
import { isAllowed } from '../shell/is-allowed.ts';
import type { Shopper, ShopperEvents } from '../shell/shopper.ts';
import type { Consent, StartOptions } from '../shell/start-options.ts';
import { whenIdle } from './when-idle.ts';

/** When the rest is loaded: once the page is idle or pressed for the first time, or at once. */
export type LoadWhen = 'idle' | 'now';

/** Calls that come before the rest has loaded wait in line, so many at most, as they do before a visit is open. */
const MOST_WAITING = 200;
/** A decision waits no longer for the rest to come, ms; once it is there, the decision has its own deadline. */
const LOAD_MS = 2000;

const none = (reason: string): Decided => ({ action: 'none', decision: null, propensity: null, reason });

type Listening = (shopper: Shopper) => void;

/**
 * `start`, but what it starts is loaded later: a shopper at once, with the same methods, whose calls wait until the rest is there. Nothing is
 * loaded before consent, unless the device is to be cleared. What is pressed before the rest has come is not felt. A rest that
 * cannot be had is tried again at the next call that needs it; until then every decision is `none`, with reason `not-loaded`, or `timeout` when it
 * was not there within two seconds. Never throws into the page.
 */
export const startLazily = (options: StartOptions = {}, when: LoadWhen = 'idle'): Shopper => {
  const view = typeof window === 'undefined' ? null : window;
  const given = options ?? {};
  let consent: Consent | undefined = given.consent;
  let whole: Shopper | null = null;
  let coming: Promise<Shopper | null> | null = null;
  let waiting: ((shopper: Shopper) => void)[] = [];
  let unwake = () => {};
  const listening = new Set<Listening>();

  /** The rest, loaded once; null when it cannot be had. */
  const load = (): Promise<Shopper | null> => {
    unwake();
    coming ??= import('../index.ts')
      .then(({ start }) => {
        const shopper = start({ ...given, consent });
        whole = shopper;
        for (const listen of listening) listen(shopper);
        for (const run of waiting.splice(0)) run(shopper);
        return shopper;
      })
      .catch(() => {
        if (whole === null) coming = null;
        return whole;
      });
    return coming;
  };
  const isOn = (): boolean => view !== null && isAllowed(view, { ...given, consent });
  const wake = (): void => {
    if (view === null || whole !== null || !isOn()) return;
    try {
      unwake();
      unwake = when === 'now' ? () => {} : whenIdle(view, () => void load());
      if (when === 'now') void load();
    } catch {
      // the page goes on; a call that needs the rest loads it
    }
  };
  /** Runs now, or once the rest is there; nothing before consent, as `start` has it. */
  const use = (run: (shopper: Shopper) => void, needed = false): void => {
    if (whole !== null) return run(whole);
    if (!isOn()) return;
    if (waiting.length < MOST_WAITING) waiting.push(run);
    if (needed) void load();
  };
  const decide: Shopper['decide'] = async (point, asked) => {
    if (whole !== null) return whole.decide(point, asked);
    if (view === null || !isOn()) return none('not-running');
    let isLate = false;
    const late = new Promise<Decided>((resolve) => {
      view.setTimeout(() => {
        isLate = true;
        resolve(none('timeout'));
      }, LOAD_MS);
    });
    // Whom the answer would no longer reach is not asked for: nothing is drawn that nobody can show.
    const answer = load().then((shopper) =>
      isLate ? none('timeout') : (shopper?.decide(point, asked) ?? none('not-loaded')),
    );
    return Promise.race([answer, late]);
  };
  wake();

  return {
    on<K extends keyof ShopperEvents>(event: K, listener: (value: ShopperEvents[K]) => void) {
      let off = () => {};
      const listen: Listening = (shopper) => {
        off = shopper.on(event, listener);
      };
      if (whole !== null) listen(whole);
      else listening.add(listen);
      return () => {
        listening.delete(listen);
        off();
      };
    },
    decide: (point, asked) => decide(point, asked).catch(() => none('internal')),
    outcome: (how) => use((shopper) => shopper.outcome(how), true),
    friction: (kind, role, value) => use((shopper) => shopper.friction(kind, role, value), true),
    cart: (cart) => use((shopper) => shopper.cart(cart)),
    stage: (stage) => use((shopper) => shopper.stage(stage)),
    action: (decision, event) => use((shopper) => shopper.action(decision, event), true),
    consent(word) {
      consent = word;
      if (whole !== null) return whole.consent(word);
      if (word === 'granted') return wake();
      waiting = [];
      // What earlier pages kept is to be cleared, and only the rest knows how.
      void load().then((shopper) => shopper?.consent(word));
    },
    erase: async () => {
      consent = 'denied';
      waiting = [];
      return (await load())?.erase() ?? false;
    },
    state: () => whole?.state() ?? null,
    stop() {
      unwake();
      waiting = [];
      consent = undefined;
      whole?.stop();
    },
  };
};
