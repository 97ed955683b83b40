import type { FactKind } from '@causeway/contract';
import { onCLS, onINP, onLCP } from 'web-vitals';
import type { Sense, SensePage } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Observes one type of performance entry where the browser has it. */
const observe = (page: SensePage, type: string, see: (entry: PerformanceEntry) => void) => {
  const { PerformanceObserver } = page.window;
  if (PerformanceObserver === undefined || !PerformanceObserver.supportedEntryTypes?.includes(type)) return;
  const observer = new PerformanceObserver(page.guard((list) => list.getEntries().forEach(see)));
  observer.observe({ type });
  page.onStop(() => observer.disconnect());
};

/** Feels a growing metric when it first passes its bound, and again for each further `bound` that it grows by. */
const growing = (page: SensePage, kind: FactKind, bound: number) => {
  let felt = 0;
  return page.guard(({ value }: { value: number }) => {
    if (value <= bound || value - felt < bound) return;
    page.feel(kind, 'page', Math.round((value - felt) * 1000) / 1000);
    felt = value;
  });
};

/** INP, LCP and CLS by web-vitals, long animation frames, and slow requests of the shop's own API. Wraps nothing. */
export const senseSpeed =
  (isOwnRequest: (url: string) => boolean): Sense =>
  (page) => {
    const { inpMs, lcpMs, cls, longFrameMs, slowRequestMs } = THRESHOLDS;
    const options = { reportAllChanges: true };
    let worst: number = inpMs;
    onINP(
      page.guard(({ value }: { value: number }) => {
        if (value <= worst) return;
        worst = value;
        page.feel('slow-interaction', 'page', Math.round(value));
      }),
      options,
    );
    onLCP(growing(page, 'slow-load', lcpMs));
    onCLS(growing(page, 'layout-shift', cls), options);
    observe(page, 'long-animation-frame', ({ duration }) => {
      if (duration >= longFrameMs) page.feel('long-frame', 'page', Math.round(duration));
    });
    observe(page, 'resource', (entry) => {
      const { initiatorType, name, startTime, duration, responseStatus } = entry as PerformanceResourceTiming;
      if (!/^(fetch|xmlhttprequest)$/.test(initiatorType) || isOwnRequest(name)) return;
      if (new URL(name).origin !== page.window.location.origin) return;
      page.signals.emit('request', {
        from: startTime,
        at: startTime + duration,
        status: responseStatus ?? 0,
      });
      if (duration >= slowRequestMs) page.feel('slow-request', 'request', Math.round(duration));
    });
  };
