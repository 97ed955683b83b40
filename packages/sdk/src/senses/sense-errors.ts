import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Errors of browser extensions, and one that browsers report although nothing is wrong. */
const FOREIGN = /-extension:/;
const BENIGN = /^ResizeObserver/;
const MOST_PLACES = 100;

/** Uncaught errors and rejections: that there was one, never what it said. */
export const senseErrors: Sense = ({ hear, announce, nowMs, actedAt }) => {
  /** by place: how often it failed, and whether it did with nothing done before */
  const places = new Map<string, readonly [number, boolean]>();
  const failed = (place: string) => {
    const [times, own] = places.get(place) ?? [0, false];
    if (places.size < MOST_PLACES)
      places.set(place, [times + 1, own || nowMs() - actedAt() > THRESHOLDS.errorAfterPressMs]);
    if (times < THRESHOLDS.sameScriptError) announce(':error', own);
  };
  hear({
    error({ message, filename, lineno, colno }: ErrorEvent) {
      // A picture that did not load comes here as well, with no message.
      if (message && !BENIGN.test(message) && !FOREIGN.test(filename))
        failed(`${filename}:${lineno}:${colno}`);
    },
    unhandledrejection: () => failed(''),
  });
};
