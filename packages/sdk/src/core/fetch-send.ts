import { platformSchedule } from './schedule.ts';
import type { Send } from './send.ts';

/** Retry-After in ms: seconds, or an HTTP date read against the answer's own Date. */
const retryAfter = (headers: Headers): number | undefined => {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
};

/** The transport over `fetch`, with a real deadline. No cookies, and no path of the page in the referrer. */
export const fetchSend =
  (base: string, fetcher: typeof fetch, headers: Readonly<Record<string, string>> = {}): Send =>
  async (request, deadlineMs) => {
    const abort = new AbortController();
    const cancel = platformSchedule(() => abort.abort(), deadlineMs);
    try {
      const get = request.method === 'GET';
      const response = await fetcher(`${base}${request.path}`, {
        method: request.method,
        headers: get ? headers : { ...headers, 'content-type': request.contentType },
        ...(get ? {} : { body: request.body }),
        credentials: 'omit',
        referrerPolicy: 'strict-origin',
        signal: abort.signal,
      });
      const body = await response.text();
      const retryAfterMs = retryAfter(response.headers);
      return { status: response.status, body, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    } finally {
      cancel();
    }
  };
