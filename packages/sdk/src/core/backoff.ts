const FIRST_MS = 1000;
const CAP_MS = 60_000;
/** A server's own Retry-After is believed up to ten minutes. */
const RETRY_AFTER_CAP_MS = 600_000;

/**
 * How long to wait after the `tries`-th failure in a row (from 1), in ms: doubled each time up to a minute, of which a
 * uniform half to whole is taken (u in [0, 1)), so that pages do not return together; never less than Retry-After.
 */
export const backoff = (tries: number, u: number, retryAfterMs = 0): number =>
  Math.max(
    Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(tries - 1, 16)) * (0.5 + u / 2),
    Math.min(retryAfterMs, RETRY_AFTER_CAP_MS),
  );
