import type { Send } from './send.ts';

/** Retry-After in ms: seconds, or an HTTP date read against the answer's own Date; 0 without one. */
const retryAfter = (headers: Headers): number => {
  const text = headers.get('retry-after') ?? '';
  const ms = Number(text) * 1000 || Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Math.max(0, ms) || 0;
};

/** The transport over `fetch`, with a real deadline. No cookies, and no path of the page in the referrer. */
export const fetchSend =
  (base: string, fetcher: typeof fetch, headers: Readonly<Record<string, string>> = {}): Send =>
  async ({ method, path, body, contentType }, deadlineMs) => {
    const response = await fetcher(base + path, {
      method,
      headers: method === 'GET' ? headers : { ...headers, 'content-type': contentType },
      body: body || null,
      credentials: 'omit',
      referrerPolicy: 'strict-origin',
      signal: AbortSignal.timeout?.(deadlineMs) ?? null,
    });
    const { status } = response;
    return { status, body: await response.text(), retryAfterMs: retryAfter(response.headers) };
  };
