import type { FactKind } from '@causeway/contract';
import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** An interaction is judged when the frames that it waited for have been told, ms. */
const JUDGE_MS = 300;
/** Work of the page's own that an interaction waited for, ms; without any, the machine was busy with something else. */
const WORK_MS = 150;

type Frame = PerformanceEntry & {
  readonly styleAndLayoutStart: number;
  readonly scripts: readonly PerformanceEntry[];
};
type Shift = PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };

/**
 * Slow interactions, largest paint, layout shifts and long animation frames, from the browser's own entries. Wraps nothing;
 * what a browser does not report is not sensed.
 */
export const senseSpeed: Sense = ({ measured, feel, afterMs, nowMs }) => {
  const from = nowMs();
  /** Feels a growing metric when it passes its bound, and again when it has grown by as much. */
  const growing = (kind: FactKind, bound: number) => {
    let felt = 0;
    return (value: number) => {
      if (value <= bound || value - felt < bound) return;
      feel(kind, 'page', Math.round((value - felt) * 1000) / 1000);
      felt = value;
    };
  };
  const endOf = ({ startTime, duration }: PerformanceEntry) => startTime + duration;
  let busy: PerformanceEntry[] = [];
  const framed = measured('long-animation-frame', (entry: Frame) => {
    const { startTime, duration, styleAndLayoutStart, scripts } = entry;
    // Work of scripts and layout in a frame, without what it waited for a machine busy with other things.
    const work = Math.max(
      scripts.reduce((sum, script) => sum + script.duration, 0),
      styleAndLayoutStart && endOf(entry) - styleAndLayoutStart,
    );
    if (work >= WORK_MS) busy = [...busy, entry].slice(-20);
    // What the page does before the senses run is its loading, and is felt as that.
    if (startTime >= from && work >= THRESHOLDS.longFrameMs) feel('long-frame', 'page', Math.round(duration));
  });
  // One press or key is several events with one id: the first that is slow stands for it.
  let felt = 0;
  measured(
    'event',
    (entry: PerformanceEventTiming & { readonly interactionId?: number }) => {
      const { interactionId: id = 0, startTime, duration, processingStart, processingEnd } = entry;
      if (duration > THRESHOLDS.inpMs)
        afterMs(JUDGE_MS, () => {
          if (
            id <= felt ||
            (framed &&
              processingEnd - processingStart < WORK_MS &&
              !busy.some((one) => one.startTime < endOf(entry) && endOf(one) > startTime))
          )
            return;
          felt = id;
          feel('slow-interaction', 'page', duration);
        });
    },
    { durationThreshold: THRESHOLDS.inpMs },
  );
  const entriesOf = (type: string): readonly unknown[] => performance.getEntriesByType(type);
  const load = growing('slow-load', THRESHOLDS.lcpMs);
  measured('largest-contentful-paint', ({ startTime }: PerformanceEntry) => {
    const [navigation] = entriesOf('navigation') as readonly { readonly activationStart?: number }[];
    // A page that was out of sight paints when it is looked at: no one waited for that (web.dev's rule for LCP).
    const states = entriesOf('visibility-state') as readonly PerformanceEntry[];
    if (!states.some((one) => one.name === 'hidden' && one.startTime <= startTime))
      load(startTime - (navigation?.activationStart ?? 0));
  });
  // CLS: the worst session window, of shifts at most 1 s apart and 5 s long in all (web.dev).
  const shift = growing('layout-shift', THRESHOLDS.cls);
  let [sum, first, last] = [0, 0, 0];
  measured('layout-shift', ({ startTime, value, hadRecentInput }: Shift) => {
    if (hadRecentInput) return;
    if (startTime - last >= 1000 || startTime - first >= 5000) {
      sum = 0;
      first = startTime;
    }
    last = startTime;
    sum += value;
    shift(sum);
  });
};
