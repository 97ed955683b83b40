/** Idle or not, the page has had its turn by then, ms. */
const LATEST_MS = 3000;

type Idle = { requestIdleCallback?(run: () => void, options: { timeout: number }): unknown };

/**
 * Runs once: when the page has come in and is idle, or at the first press or key before that. Returns how to call it off. A browser that
 * cannot tell when it is idle is taken at its `load` event.
 */
export const whenIdle = (view: Window, run: () => void): (() => void) => {
  const { document } = view;
  const quiet = { capture: true, passive: true } as const;
  let over = false;
  const end = () => {
    over = true;
    for (const kind of ['pointerdown', 'keydown']) document.removeEventListener(kind, now, quiet);
    view.removeEventListener('load', soon);
  };
  const now = () => {
    if (over) return;
    end();
    run();
  };
  const soon = () => {
    const { requestIdleCallback } = view as Idle;
    if (requestIdleCallback) requestIdleCallback.call(view, now, { timeout: LATEST_MS });
    else now();
  };
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, now, quiet);
  if (document.readyState === 'complete') soon();
  else view.addEventListener('load', soon);
  return end;
};
