import type { FactKind } from '@causeway/contract';
import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

type Entry = PerformanceEntry & {
  readonly value?: number;
  readonly hadRecentInput?: boolean;
  readonly interactionId?: number;
  readonly processingStart?: number;
  readonly processingEnd?: number;
  readonly styleAndLayoutStart?: number;
  readonly scripts?: readonly { readonly duration: number }[];
};

/** An interaction is judged when the frames that it waited for have been told, ms. */
const JUDGE_MS = 300;
/** Work of the page's own that an interaction waited for, ms; without any, the machine was busy with something else. */
const WORK_MS = 150;

/**
 * Slow interactions, largest paint, layout shifts and long animation frames, from the browser's own entries. Wraps nothing;
 * what a browser does not report is not sensed.
 */
export const senseSpeed: Sense = (page) => {
  const { PerformanceObserver, performance } = page.window;
  const from = page.now();
  const observe = (type: string, see: (entry: Entry) => void, more = {}) => {
    if (!PerformanceObserver?.supportedEntryTypes?.includes(type)) return;
    const observer = new PerformanceObserver(
      page.guard((list) => {
        for (const entry of list.getEntries()) see(entry as Entry);
      }),
    );
    observer.observe({ type, buffered: true, ...more });
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
  /** Work of scripts and layout in a frame, without what it waited for a machine busy with other things. */
  const workOf = ({ startTime, duration, scripts = [], styleAndLayoutStart = 0 }: Entry): number =>
    Math.max(
      scripts.reduce((sum, script) => sum + script.duration, 0),
      styleAndLayoutStart > 0 ? startTime + duration - styleAndLayoutStart : 0,
    );
  let busy: Entry[] = [];
  const framed = PerformanceObserver?.supportedEntryTypes?.includes('long-animation-frame');
  observe('long-animation-frame', (entry) => {
    if (workOf(entry) >= WORK_MS) busy = [...busy, entry].slice(-20);
    // What the page does before the senses run is its loading, and is felt as that.
    if (entry.startTime >= from && workOf(entry) >= THRESHOLDS.longFrameMs)
      page.feel('long-frame', 'page', Math.round(entry.duration));
  });
  const worked = ({ startTime, duration, processingStart = 0, processingEnd = 0 }: Entry): boolean =>
    !framed ||
    processingEnd - processingStart >= WORK_MS ||
    busy.some((one) => one.startTime < startTime + duration && one.startTime + one.duration > startTime);
  // One press or key is several events with one id: the first that is slow stands for it.
  let felt = 0;
  observe(
    'event',
    (entry) => {
      const { interactionId = 0, duration } = entry;
      if (interactionId <= felt || duration <= THRESHOLDS.inpMs) return;
      page.later(JUDGE_MS, () => {
        if (interactionId <= felt || !worked(entry)) return;
        felt = interactionId;
        page.feel('slow-interaction', 'page', duration);
      });
    },
    { durationThreshold: THRESHOLDS.inpMs },
  );
  const load = growing('slow-load', THRESHOLDS.lcpMs);
  const [navigation] = performance.getEntriesByType?.('navigation') ?? [];
  const { activationStart = 0 } = (navigation ?? {}) as { activationStart?: number };
  observe('largest-contentful-paint', ({ startTime }) => {
    // A page that was out of sight paints when it is looked at: no one waited for that (web.dev's rule for LCP).
    const hidden = performance.getEntriesByType?.('visibility-state') ?? [];
    if (!hidden.some((state) => state.name === 'hidden' && state.startTime <= startTime))
      load(startTime - activationStart);
  });
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
};
