import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Kinds of requests that a press may start; pixels and beacons are none. */
const ASKED = /^(fetch|xmlhttprequest|audio|video)$/;
const MOST = 100;

/** The same shop: this host, or another of the same domain. */
const isShop = (host: string, here: string): boolean => {
  const domain = here.split('.').slice(-2).join('.');
  return host === here || (!/^[\d.]+$/.test(here) && domain.includes('.') && host.endsWith(`.${domain}`));
};

/**
 * Requests of the shop's own API, from the browser's resource entries: that one was asked for by the shopper, how long it took and
 * how it ended. Reads the host and path, to tell polling from asking; never a query, and nothing of it leaves.
 */
export const senseRequests =
  (isOwnRequest: (url: string) => boolean): Sense =>
  (page) => {
    const { PerformanceObserver, location, document } = page.window;
    if (!PerformanceObserver?.supportedEntryTypes?.includes('resource')) return;
    /** when the shopper did something, and when a request ended that this had started */
    let acts: number[] = [];
    let pressedAt = -Infinity;
    let stage = '';
    const polled = new Map<string, number>();
    const act = (at: number) => {
      acts = [...acts, at].slice(-MOST);
    };
    page.signals.on('stage', (next) => {
      stage = next;
    });
    page.listen(document, 'pointerdown click keydown input change', ({ type, isTrusted }) => {
      if (!isTrusted && /^(click|pointerdown)$/.test(type)) return;
      act(page.now());
      if (/^(click|keydown)$/.test(type)) pressedAt = page.now();
    });
    const see = (entry: PerformanceResourceTiming) => {
      const { initiatorType, name, startTime: from, duration, responseStatus: status = 0 } = entry;
      if (!ASKED.test(initiatorType) || isOwnRequest(name)) return;
      const { hostname, pathname: path } = new URL(name, location.href);
      if (!isShop(hostname, location.hostname)) return;
      const polls = polled.get(path) ?? 0;
      // Its timer and the press are told by the same clock, but the event a little after it.
      const asked = acts.some((at) => from >= at - 5 && from - at <= THRESHOLDS.requestAfterActMs);
      if (!asked && polled.size < MOST) polled.set(path, polls + 1);
      if (!asked || polls >= 2) return;
      act(from + duration);
      page.signals.emit('request', { from, status, path });
      if (duration >= THRESHOLDS.slowRequestMs) page.feel('slow-request', 'request', Math.round(duration));
      const paying = stage === 'payment' || (stage !== 'done' && /pay|charge/i.test(path));
      if (paying && status >= 400 && from - pressedAt <= THRESHOLDS.refusedMs)
        page.later(THRESHOLDS.shopTellsMs, () => page.feel('payment-failed', 'request', 1));
    };
    const observer = new PerformanceObserver(
      page.guard((list) => {
        for (const entry of list.getEntries()) see(entry as PerformanceResourceTiming);
      }),
    );
    observer.observe({ type: 'resource' });
    page.onStop(() => observer.disconnect());
  };
