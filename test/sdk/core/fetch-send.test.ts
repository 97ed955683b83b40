import { fetchSend } from '@causeway/sdk/core';
import { describe, expect, it, vi } from 'vitest';

const request = { method: 'POST', path: '/v1/log', body: '{}', contentType: 'text/plain' } as const;
const sent = async (
  headers: Record<string, string>,
  of: Parameters<ReturnType<typeof fetchSend>>[0] = request,
) => {
  const fetcher = vi.fn(
    async (_url: string, _init: RequestInit) => new Response('ok', { status: 429, headers }),
  );
  const answer = await fetchSend('https://edge.example', fetcher as never, { origin: 'x' })(of, 1000);
  return { answer, call: fetcher.mock.calls[0] };
};

describe('the transport over fetch', () => {
  it.each([
    [{}, 0],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': 'soon' }, 0],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 0],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT', date: 'Wed, 21 Oct 2026 07:27:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT', date: 'Wed, 21 Oct 2026 07:29:00 GMT' }, 0],
  ])('%j asks to wait for %i ms', async (headers, retryAfterMs) => {
    expect((await sent(headers as Record<string, string>)).answer).toEqual({
      status: 429,
      body: 'ok',
      retryAfterMs,
    });
  });

  it('carries no cookie and no path, and no type on what has no body: that would cost a preflight', async () => {
    const [url, init] = (await sent({})).call ?? [];
    expect(url).toBe('https://edge.example/v1/log');
    expect(init).toMatchObject({
      method: 'POST',
      body: '{}',
      credentials: 'omit',
      referrerPolicy: 'strict-origin',
      headers: { origin: 'x', 'content-type': 'text/plain' },
    });
    const get = await sent({}, { ...request, method: 'GET', body: '' });
    expect(get.call?.[1]).toMatchObject({ body: null, headers: { origin: 'x' } });
  });

  it('ends at its deadline', async () => {
    const fetcher = (_: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const asked = fetchSend('', fetcher as never)(request, 5);
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
