import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../../demo-store/backend/reply.ts';
import { createVisitors, type Visitor } from '../../../demo-store/backend/visitor.ts';
import { type Listening, listen } from '../../../demo-store/stage/listen.ts';
import { createShopListener } from '../../../demo-store/stage/shop-listener.ts';

let shop: Listening;
let edgeDown = false;
let last: Visitor | null = null;
let names = 0;

beforeAll(async () => {
  const server = createServer((request, response) => serve(request, response));
  shop = await listen(server, 0);
  const serve = createShopListener({
    files: new Map([['/shop.css', { type: 'text/css', body: 'a{}' }]]),
    visitors: createVisitors(() => String((names += 1)).padStart(32, '0')),
    api: {
      'POST /api/echo': ({ body }) => ok(body),
      'POST /api/broken': () => {
        throw new TypeError('a defect');
      },
    },
    page: async (path, visitor) => {
      last = visitor;
      return { status: 200, body: `<p>${path}`, csp: "default-src 'self'" };
    },
    origin: shop.url,
    edgeDown: (down) => {
      edgeDown = down;
    },
  });
});
afterAll(() => shop.stop());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${shop.url}${path}`, { method: 'POST', body, headers: { origin: shop.url, ...headers } });

describe('the shop on loopback', () => {
  it.each<[number, string, () => Promise<Response>]>([
    [400, 'a body that is not JSON', () => post('/api/echo', '{')],
    [403, 'a call from another origin', () => post('/api/echo', '{}', { origin: 'http://evil.example' })],
    [413, 'a body that is too large', () => post('/api/echo', JSON.stringify('x'.repeat(40_000)))],
    [404, 'a call that it does not have', () => post('/api/nothing', '{}')],
    [404, 'another method', () => fetch(`${shop.url}/api/echo`)],
    [500, 'a defect of its own', () => post('/api/broken', '{}')],
  ])('answers %i to %s, and goes on', async (status, _, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(Object.keys((await answer.json()) as object)).toEqual(['message']);
    expect((await post('/api/echo', '{"a":1}')).status).toBe(200);
  });

  it('knows a visitor by the cookie, which no script can read', async () => {
    const first = await fetch(shop.url);
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax$/);
    const before = last;
    await fetch(shop.url, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(last).toBe(before);
    await fetch(shop.url, { headers: { cookie: 'fennel=0123456789abcdef0123456789abcdef' } });
    expect(last).not.toBe(before);
  });

  it('turns on the trouble that the address asks for, and no other', async () => {
    await fetch(`${shop.url}/cart?trouble=slow,flood,edge-down`);
    expect([[...(last?.trouble ?? [])], edgeDown]).toEqual([['slow'], true]);
    await fetch(`${shop.url}/cart?trouble=`);
    expect([[...(last?.trouble ?? [])], edgeDown]).toEqual([[], false]);
  });

  it('sends pages under a content security policy', async () => {
    const page = await fetch(`${shop.url}/cart`);
    expect(page.headers.get('content-security-policy')).toBe("default-src 'self'");
  });

  it('takes the next port when one is in use', async () => {
    const taken = Number(new URL(shop.url).port);
    const next = await listen(createServer(), taken);
    expect(next.port).toBeGreaterThan(taken);
    await next.stop();
  });
});
