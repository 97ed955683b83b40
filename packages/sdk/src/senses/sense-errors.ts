import type { Sense } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Errors of browser extensions, and one that browsers report although nothing is wrong. */
const FOREIGN = /^(chrome|moz|safari-web)-extension:/;
const BENIGN = /^ResizeObserver loop/;

/** Uncaught errors and rejections: that there was one, never what it said. */
export const senseErrors: Sense = (page) => {
  const counts = new Map<string, number>();
  const alone = new Set<string>();
  let pressedAt = -Infinity;
  const tell = (place: string) => {
    const n = (counts.get(place) ?? 0) + 1;
    if (counts.size < 100) counts.set(place, n);
    const own = alone.has(place);
    if (page.now() - pressedAt > THRESHOLDS.errorAfterPressMs) alone.add(place);
    if (n <= THRESHOLDS.sameScriptError) page.signals.emit('error', { own });
  };
  page.listen(page.window, 'click', () => {
    pressedAt = page.now();
  });
  page.listen<ErrorEvent>(page.window, 'error', ({ message, filename, lineno, colno }) => {
    // A picture that did not load comes here as well, with no message.
    if (typeof message !== 'string' || message === '' || BENIGN.test(message) || FOREIGN.test(filename))
      return;
    tell(`${filename}:${lineno}:${colno}`);
  });
  page.listen(page.window, 'unhandledrejection', () => tell('rejection'));
};
