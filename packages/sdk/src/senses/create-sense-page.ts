import type { FactKind } from '@causeway/contract';
import { createEmitter } from '../core/emitter.ts';
import type { SensePage, Signals } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

export type SensePageOptions = {
  readonly window: Window & typeof globalThis;
  readonly feel: (kind: FactKind, role: string, value: number) => void;
  /** a further selector of subtrees to leave alone */
  readonly exclude: string | null;
  readonly onFault: () => void;
};

const IGNORE = '[data-causeway-ignore]';

const elementOf = (node: Node): Element | null =>
  node.nodeType === 1 ? (node as Element) : node.parentElement;

/** Whether the node, or a host of the shadow root that it is in, stands inside an excluded subtree. */
const inside = (node: Node, selector: string): boolean => {
  for (let at: Node | null = node; at !== null; ) {
    if (elementOf(at)?.closest(selector)) return true;
    const root: Node = at.getRootNode();
    at = root.nodeType === 11 && 'host' in root ? (root.host as Element) : null;
  }
  return false;
};

/** `stop` removes every listener and observer that a sense has made. */
export const createSensePage = (options: SensePageOptions): SensePage & { stop(): void } => {
  const { window: view, onFault } = options;
  const stops: (() => void)[] = [];
  const keys = new WeakMap<Node, number>();
  let nextKey = 1;
  let failed = { role: '', at: -Infinity };
  let stopped = false;
  let selector = IGNORE;
  try {
    if (options.exclude !== null) {
      view.document.createDocumentFragment().querySelector(options.exclude);
      selector = `${IGNORE},${options.exclude}`;
    }
  } catch {
    onFault();
  }
  const guard =
    <A extends unknown[]>(run: (...args: A) => unknown) =>
    (...args: A): void => {
      if (stopped) return;
      try {
        run(...args);
      } catch {
        onFault();
      }
    };
  const ignored = (node: Node) => inside(node, selector);
  const signals = createEmitter<Signals>(onFault);
  const listen: SensePage['listen'] = (target, types, listener) => {
    const run = guard((event: Event) => {
      const first = event.composedPath()[0] ?? event.target;
      const node = first !== null && 'nodeType' in first ? (first as Node) : null;
      if (node !== null && ignored(node)) return;
      listener(event as never, node === null ? null : elementOf(node));
    });
    for (const type of types.split(' ')) {
      target.addEventListener(type, run, { capture: true, passive: true });
      stops.push(() => target.removeEventListener(type, run, { capture: true }));
    }
  };
  return {
    window: view,
    feel(kind, role, value) {
      // One failed payment may be told twice: by its request and by the shop.
      if (kind === 'payment-failed') {
        const [before, at] = [failed, view.performance.now()];
        if (role !== before.role && at - before.at < THRESHOLDS.samePaymentMs) return;
        failed = { role, at };
      }
      options.feel(kind, role, value);
    },
    ignored,
    guard,
    listen,
    listenWithin: (types, listener) => signals.on('root', (root) => listen(root, types, listener)),
    later: (ms, run) => view.setTimeout(guard(run), ms),
    onStop: (stop) => stops.push(stop),
    signals,
    now: () => view.performance.now(),
    keyOf(node) {
      const key = keys.get(node) ?? nextKey++;
      keys.set(node, key);
      return key;
    },
    stop() {
      stopped = true;
      for (const stop of stops.splice(0)) {
        try {
          stop();
        } catch {
          onFault();
        }
      }
    },
  };
};
