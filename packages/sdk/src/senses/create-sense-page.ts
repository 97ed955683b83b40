import type { FactKind } from '@causeway/contract';
import { elementOf, fits } from './elements.ts';
import type { SensePage } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

const OBSERVED = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeOldValue: true,
};

const MOVE_MS = 200;

/**
 * `feel` takes each fact, `onFault` is told of what failed, `exclude` is a further selector of subtrees to leave alone. `stop` removes
 * every listener and observer that a sense has made.
 */
export const createSensePage = (
  feel: (kind: FactKind, role: string, value: number) => void,
  onFault: () => void,
  exclude?: string,
): SensePage & { stop(): void } => {
  const heard: Record<string, ((...args: unknown[]) => void)[]> = {};
  const stops: (() => void)[] = [];
  /** bring what browsers have measured and not yet told: a page that is left is not told any more */
  const takes: (() => void)[] = [];
  let stopped = false;
  /** events and roots that were met before */
  const met = new WeakSet<object>();
  const isNew = (one: object): unknown => !met.has(one) && met.add(one);
  let selector = '[data-causeway-ignore]';
  let failed: readonly [role: string, at: number] = ['', -Infinity];
  let actedAt = -Infinity;
  let movedAt = -Infinity;
  /** something was added since the last look for shadow roots */
  let grown = true;
  let unborn: Iterable<Element> = [];
  let whole = false;
  const isHere = () => document.readyState !== 'loading';

  const { navigation } = window as { navigation?: EventTarget };
  const nowMs = () => Math.floor(performance.now());
  const guard =
    <A extends unknown[]>(run: (...args: A) => unknown) =>
    (...args: A): void => {
      try {
        if (!stopped) run(...args);
      } catch {
        onFault();
      }
    };
  const ignored = (node: Node): boolean => {
    if (elementOf(node)?.closest(selector)) return true;
    const root = node.getRootNode?.();
    return root?.nodeType === 11 && 'host' in root && ignored(root.host as Element);
  };
  const announce = (type: string, ...told: unknown[]) => {
    for (const run of heard[type] ?? []) run(...told);
  };
  const meet = guard((event: Event) => {
    // Moves are only told for being active: some a second are enough.
    const moves = event.type === 'pointermove';
    if ((moves && nowMs() - movedAt < MOVE_MS) || !isNew(event)) return;
    if (moves) movedAt = nowMs();
    const acts = /^(pointer|key)down/.test(event.type);
    // The whole way up costs more than all of this: only a press (on what is slotted, too) and what a host hides need it.
    const { target } = event;
    const path = (acts || (target as Element).shadowRoot ? event.composedPath() : [target]) as Node[];
    for (const one of path) if (one.nodeType === 11) enter(one as ShadowRoot);
    const node = path[0] as Node;
    if (ignored(node)) return;
    if (acts) actedAt = nowMs();
    if (/^(pageh|vis)/.test(event.type)) for (const take of takes) take();
    announce(event.type, event, elementOf(node));
  });
  const attach = (target: EventTarget, type: string) => {
    target.addEventListener(type, meet, { capture: true, passive: true });
    stops.push(() => target.removeEventListener(type, meet, true));
  };
  const observer = new MutationObserver(
    guard((records) => {
      grown ||= records.some(({ addedNodes }) => addedNodes[0]);
      // A page that still comes in is no page that changes; it is looked through once, when it is there.
      if (isHere() || actedAt > 0) announce(':changes', records);
    }),
  );
  const look = (root: ParentNode) => {
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) enter(shadowRoot);
  };
  /** A document's observer and listeners do not see into shadow roots, not even open ones. */
  const enter = (root: Node & ParentNode) => {
    if (!isNew(root)) return;
    for (const type in heard) attach(root, type);
    observer.observe(root, OBSERVED);
    if (root !== document) look(root);
  };
  stops.push(() => observer.disconnect());
  if (exclude)
    guard(() => {
      document.querySelector(exclude);
      selector += `,${exclude}`;
    })();
  return {
    hear(hearing) {
      for (const types in hearing)
        for (const type of types.split(' ')) {
          (heard[type] ??= []).push(guard(hearing[types] as () => unknown));
          attach(window, type);
          // The one event of a document's tree that its window never hears.
          if (type === 'load') attach(document, type);
          if (type === 'navigate' && navigation) attach(navigation, type);
        }
    },
    announce,
    measured(type, see, options) {
      const has = window.PerformanceObserver?.supportedEntryTypes?.includes(type);
      if (has) {
        const seeAll = (list: PerformanceEntryList) => {
          for (const entry of list) see(entry as never);
        };
        const entries = new PerformanceObserver(guard((list) => seeAll(list.getEntries())));
        entries.observe({ type, buffered: true, ...options });
        takes.push(guard(() => seeAll(entries.takeRecords())));
        stops.push(() => entries.disconnect());
      }
      return has === true;
    },
    feel(kind, role, value = 1) {
      // One failed payment may be told twice: by its request and by the shop.
      if (kind === 'payment-failed') {
        const [by, at] = failed;
        if (role !== by && nowMs() - at < THRESHOLDS.samePaymentMs) return;
        failed = [role, nowMs()];
      }
      feel(kind, role, value);
    },
    ignored,
    lookAround() {
      if (!whole && met.has(document) && isHere()) {
        whole = true;
        const { body } = document;
        announce(':whole', [{ type: 'childList', target: body, addedNodes: [body] }]);
      }
      enter(document);
      // A custom element that is defined late gets its root without any change that could be heard of.
      if (isHere() && (grown || [...unborn].some((one) => fits(one, ':defined')))) {
        look(document);
        unborn = document.querySelectorAll(':not(:defined)');
        grown = false;
      }
    },
    guard,
    afterMs: (ms, run) => setTimeout(guard(run), ms),
    nowMs,
    actedAt: () => actedAt,
    stop() {
      for (const stop of stops) guard(stop)();
      stopped = true;
    },
  };
};
