import type { ActionEvent } from '../core/index.ts';

/** What a shop's handler gets. It renders in its own way; the element that it returns is watched for being seen. */
export type ActionCall = {
  /** the action's id in the release */
  readonly action: string;
  /** the decision's id, 64 hexadecimal digits */
  readonly decision: string;
  /** the shopper sent it away */
  readonly dismiss: () => void;
  /** the shopper used it */
  readonly acted: () => void;
};
/** Renders an action. An element that it returns, or resolves to, is watched for being seen; what it throws is counted. */
export type ActionHandler = (call: ActionCall) => unknown;

export type PresentOptions = {
  readonly view: Window & typeof globalThis;
  readonly write: (decision: string, event: ActionEvent) => void;
  readonly count: (reason: string) => void;
};

/** Tells once when at least half of the element is in view. Returns how to stop watching. */
export const watchSeen = (
  view: Window & typeof globalThis,
  element: Element,
  onSeen: () => void,
): (() => void) => {
  if (view.IntersectionObserver === undefined) return () => undefined;
  const observer = new view.IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      onSeen();
    },
    { threshold: 0.5 },
  );
  observer.observe(element);
  return () => observer.disconnect();
};

/** Each event of a decision is written once. */
export const onceEach = (write: (event: ActionEvent) => void): ((event: ActionEvent) => void) => {
  const done = new Set<ActionEvent>();
  return (event) => {
    if (done.has(event)) return;
    done.add(event);
    write(event);
  };
};

/** Calls the handler and writes what became of it. A handler that throws is a `failed` line, and no one else's trouble. */
export const present = async (
  options: PresentOptions,
  handler: ActionHandler,
  action: string,
  decision: string,
): Promise<() => void> => {
  const write = onceEach((event) => options.write(decision, event));
  try {
    const shown = await handler({
      action,
      decision,
      dismiss: () => write('dismissed'),
      acted: () => write('acted'),
    });
    write('rendered');
    return shown instanceof options.view.Element
      ? watchSeen(options.view, shown, () => write('seen'))
      : () => undefined;
  } catch {
    write('failed');
    options.count('handler-failed');
    return () => undefined;
  }
};
