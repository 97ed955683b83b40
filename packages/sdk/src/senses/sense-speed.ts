import type { FactKind } from '@causeway/contract';
import { onINP } from 'web-vitals';
import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

type Entry = PerformanceResourceTiming & {
  readonly value?: number;
  readonly hadRecentInput?: boolean;
};

/**
 * INP by web-vitals; largest paint, layout shifts, long animation frames and slow requests of the shop's own API from the
 * browser's own entries. Wraps nothing.
 */
export const senseSpeed =
  (isOwnRequest: (url: string) => boolean): Sense =>
  (page) => {
    const { PerformanceObserver, location } = page.window;
    const observe = (type: string, see: (entry: Entry) => void) => {
      if (!PerformanceObserver?.supportedEntryTypes?.includes(type)) return;
      const observer = new PerformanceObserver(
        page.guard((list) => {
          for (const entry of list.getEntries()) see(entry as Entry);
        }),
      );
      observer.observe({ type, buffered: type[0] === 'l' && type !== 'long-animation-frame' });
      page.onStop(() => observer.disconnect());
    };
    /** Feels a growing metric when it passes its bound, and again when it has grown by as much. */
    const growing = (kind: FactKind, bound: number) => {
      let felt = 0;
      return (value: number) => {
        if (value <= bound || value - felt < bound) return;
        page.feel(kind, 'page', Math.round((value - felt) * 1000) / 1000);
        felt = value;
      };
    };
    let worst: number = THRESHOLDS.inpMs;
    onINP(
      page.guard(({ value }: { value: number }) => {
        if (value <= worst) return;
        worst = value;
        page.feel('slow-interaction', 'page', Math.round(value));
      }),
      { reportAllChanges: true },
    );
    const load = growing('slow-load', THRESHOLDS.lcpMs);
    observe('largest-contentful-paint', ({ startTime }) => load(startTime));
    // CLS: the worst session window, of shifts at most 1 s apart and 5 s long in all (web.dev).
    const shift = growing('layout-shift', THRESHOLDS.cls);
    let [sum, first, last] = [0, 0, 0];
    observe('layout-shift', ({ startTime, value = 0, hadRecentInput }) => {
      if (hadRecentInput) return;
      const joined = startTime - last < 1000 && startTime - first < 5000;
      if (!joined) first = startTime;
      last = startTime;
      sum = joined ? sum + value : value;
      shift(sum);
    });
    observe('long-animation-frame', ({ duration }) => {
      if (duration >= THRESHOLDS.longFrameMs) page.feel('long-frame', 'page', Math.round(duration));
    });
    observe('resource', ({ initiatorType, name, startTime, duration, responseStatus }) => {
      if (!/^(fetch|xmlhttprequest)$/.test(initiatorType) || isOwnRequest(name)) return;
      if (new URL(name).origin !== location.origin) return;
      page.signals.emit('request', { from: startTime, status: responseStatus ?? 0 });
      if (duration >= THRESHOLDS.slowRequestMs) page.feel('slow-request', 'request', Math.round(duration));
    });
  };
