type Later = { fetchLater(url: string, init: RequestInit & { activateAfter: number }): unknown };

/** Takes a body for a page that may be gone before the answer: true when the platform promises to send it. */
export type HandOver = (body: string, onSent: () => void) => boolean;

/** What all keepalive fetches of a page may carry at once is 64 KiB in every browser; the shop's own need some of it. */
export const KEEPALIVE_BYTES = 49_152;

/**
 * Ways out of a page that is hidden: fetchLater where there is one, else sendBeacon, else a keepalive fetch while this page's
 * share of bytes in flight lasts. A text is sent as text/plain, so no preflight is needed. The fetch alone tells whether it arrived, and
 * only to a page that is still there: it is no promise.
 */
export const handOver = (view: Window & typeof globalThis, url: string): HandOver => {
  const init = {
    method: 'POST',
    credentials: 'omit',
    // No path of the page, as in all else that is sent; a beacon alone has the page's own policy.
    referrerPolicy: 'strict-origin',
  } as const;
  let inFlight = 0;
  const tried = (way: () => unknown): boolean => {
    try {
      return way() !== false;
    } catch {
      return false; // not there, or over its quota
    }
  };
  return (body, onSent) => {
    // Without a connection a beacon is promised all the same, and lost.
    if (view.navigator.onLine === false) return false;
    if (
      tried(() => (view as unknown as Later).fetchLater(url, { ...init, body, activateAfter: 0 })) ||
      tried(() => view.navigator.sendBeacon(url, body))
    )
      return true;
    const bytes = body.length;
    if (inFlight + bytes > KEEPALIVE_BYTES) return false;
    inFlight += bytes;
    tried(() =>
      view
        .fetch(url, { ...init, body, keepalive: true })
        .then(({ ok }) => ok && onSent())
        .catch(() => undefined)
        .finally(() => {
          inFlight -= bytes;
        }),
    );
    return false;
  };
};
