// Interaction to Next Paint in fewer bytes than web-vitals' `onINP`, which the browser's bundles exchange for this one
// (scripts/lean-page.mjs); a test in Chromium holds that both report the same.

type Interaction = { readonly id: number; latency: number };
type Timed = PerformanceEntry & { readonly interactionId?: number };

/** The longest interactions that can still be the candidate: one in fifty is forgiven, up to 500 interactions. */
const MOST = 10;
const FORGIVEN = 50;
/** web-vitals' own floor, ms: faster events are not told one by one. */
const FLOOR_MS = 40;

/** Reports INP (ms) at each change: the longest interaction but one for every fifty. A page that comes back starts anew. */
export const onINP = (report: (metric: { value: number }) => void, _options?: unknown): void => {
  const { PerformanceObserver: Observer, performance } = globalThis;
  if (!Observer?.supportedEntryTypes?.includes('event')) return;
  let longest: Interaction[] = [];
  let [before, told] = [0, -1];
  // A browser that does not count interactions forgives none: the longest is told.
  const interactions = (): number => (performance as { interactionCount?: number }).interactionCount ?? 0;
  const observer = new Observer((list) => {
    for (const { interactionId: id = 0, duration } of list.getEntries() as Timed[]) {
      if (id === 0) continue;
      const known = longest.find((other) => other.id === id);
      if (known === undefined) longest.push({ id, latency: duration });
      else known.latency = Math.max(known.latency, duration);
    }
    longest = longest.sort((a, b) => b.latency - a.latency).slice(0, MOST);
    const at = Math.min(longest.length - 1, Math.floor((interactions() - before) / FORGIVEN));
    const value = longest[at]?.latency ?? told;
    if (value === told) return;
    told = value;
    report({ value });
  });
  observer.observe({ type: 'event', durationThreshold: FLOOR_MS, buffered: true } as PerformanceObserverInit);
  observer.observe({ type: 'first-input', buffered: true });
  globalThis.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    before = interactions();
    longest = [];
    told = -1;
  });
};
