import type { Stage } from '@causeway/contract';
import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Kinds of requests that a press may start; pixels and beacons are none. */
const ASKED = /^(fetch|xmlhttprequest|audio|video)$/;
const MOST = 100;

/**
 * Where shops send what is paid. A request that broke in the network has no status, and neither has one that a blocker stopped or that
 * a script gave up: only one to such a path, and that a press started, is taken for a payment that failed.
 */
const PAYS = /pay|charge|order|checkout|purchase|confirm/i;

/** What counts visitors is sent with a press, and answers none. */
const COUNTS = /\b(collect|track(ing|er)?|analytics|beacon|metrics|telemetry|logs?)\b/i;

/** The last two labels of a host: a shop's own API may lie on another host of its domain. */
const siteOf = (host: string): string => /[^.]+\.[a-z]+$/.exec(host)?.[0] ?? host;

/**
 * Requests of the shop's own API, from the browser's resource entries: that one was asked for by the shopper, how long it took and
 * how it ended. Reads the host and path, to tell polling from asking; never a query, and nothing of it leaves.
 */
export const senseRequests =
  (isOwnRequest: (url: string) => boolean): Sense =>
  ({ hear, announce, measured, feel, afterMs, nowMs, actedAt }) => {
    /** when the shopper did something, and when a request ended that this had started */
    let acts: number[] = [];
    let pressedAt = -Infinity;
    let stage: Stage | undefined;
    const polled = new Map<string, number>();
    const act = (at: number) => {
      acts = [...acts, at].slice(-MOST);
    };
    hear({
      ':stage'(next: Stage) {
        stage = next;
      },
      'pointerdown click submit': ({ isTrusted }: Event) => {
        if (isTrusted) act((pressedAt = nowMs()));
      },
      'keydown input change': () => act(nowMs()),
    });
    measured(
      'resource',
      ({
        initiatorType,
        name,
        startTime: from,
        duration,
        responseStatus: status = -1,
      }: PerformanceResourceTiming) => {
        if (!ASKED.test(initiatorType) || isOwnRequest(name)) return;
        const { hostname, pathname } = new URL(name);
        if (siteOf(hostname) !== siteOf(location.hostname) || COUNTS.test(pathname)) return;
        const polls = polled.get(pathname) ?? 0;
        // Its timer and the press are told by the same clock, but the event a little after it.
        if (!acts.some((at) => from >= at - 5 && from - at <= THRESHOLDS.requestAfterActMs)) {
          if (polled.size < MOST) polled.set(pathname, polls + 1);
          announce(':arrival', [from, from + duration]);
          return;
        }
        if (polls >= 2) return;
        act(from + duration);
        announce(':request', [from, status]);
        if (duration >= THRESHOLDS.slowRequestMs) feel('slow-request', 'request', Math.round(duration));
        // 402 is Payment Required, wherever it comes.
        const paying =
          status === 402 || stage === 'payment' || (stage !== 'done' && /pay|charge/i.test(pathname));
        const broke =
          status === 0 &&
          PAYS.test(pathname) &&
          from - pressedAt <= THRESHOLDS.requestAfterActMs &&
          hostname === location.hostname;
        if (paying && (broke || status >= 400) && from - actedAt() <= THRESHOLDS.refusedMs)
          afterMs(THRESHOLDS.shopTellsMs, () => feel('payment-failed', 'request'));
      },
      { buffered: false },
    );
  };
