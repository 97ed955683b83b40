import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ed25519Signer, type PageLine, type PrivateJwk, priorProfile, seal } from '@causeway/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { ROOT } from '../support/root.ts';
import { until } from '../support/until.ts';
import { holdTime, START } from './hold-time.ts';

const KID = 'page-1';
const TOKEN = 'aaaa.bbbb.cccc';
let browser: Browser;
let shop: Server;
let edge: Server;
let [shopUrl, edgeUrl] = ['', ''];
let secret: PrivateJwk;

/** What one visitor's edge has got, by the session that the profile was asked for. */
const got: {
  lines: PageLine[];
  profiles: { session: string; anonymous: string }[];
  down: boolean;
  /** requests that came while it was down */
  refused: number;
  types: Set<string>;
} = {
  lines: [],
  profiles: [],
  down: false,
  refused: 0,
  types: new Set(),
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};
const page = (name: string) => `<!doctype html><meta charset="utf-8"><title>${name}</title>
  <script>window.causeway=function(){(causeway.q=causeway.q||[]).push(arguments)};
  causeway('on','friction',(fact)=>{});
  causeway('start',${JSON.stringify({
    consent: 'granted',
    edge: edgeUrl,
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: secret.x, kid: KID }],
    stages: { cart: '/cart', shipping: '/shipping' },
  })});</script>
  <script src="/causeway.js"></script><h1>${name}</h1><a href="/shipping">on</a>`;

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  );

beforeAll(async () => {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const { x, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  secret = { kty: 'OKP', crv: 'Ed25519', x: x as string, d: d as string, kid: KID };
  const signer = await ed25519Signer(crypto.subtle, secret);
  const bundle = readFileSync(join(ROOT, 'packages/sdk/dist/causeway.js'));
  edge = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const headers = {
      'access-control-allow-origin': shopUrl,
      'access-control-allow-headers': 'content-type',
    };
    if (got.down) got.refused += 1;
    if (request.method === 'OPTIONS' || got.down) {
      response.writeHead(got.down ? 503 : 204, headers).end();
      return;
    }
    const body = JSON.parse(text);
    let answer: unknown = { version: 1, kept: 0, refused: 0, first: null };
    if (request.url === '/v1/profile') {
      got.profiles.push(body);
      const profile = priorProfile(`anon:${body.anonymous}`);
      const options = { purpose: 'profile', audience: shopUrl, now: START, lifeMs: 600_000 } as const;
      answer = { version: 1, profile: await seal(profile, options, signer), session: TOKEN };
    } else {
      got.types.add(request.headers['content-type'] ?? '');
      got.lines.push(...body.lines);
    }
    response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  shop = createServer((request, response) => {
    const script = request.url === '/causeway.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(script ? bundle : page(request.url ?? ''));
  });
  edgeUrl = await listen(edge);
  shopUrl = await listen(shop);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  shop?.close();
  edge?.close();
});

const STATE = "causeway('start')?.state()";
const open = async (context: BrowserContext, path: string): Promise<Page> => {
  const tab = await context.newPage();
  await tab.goto(`${shopUrl}${path}`);
  await tab.waitForFunction(`${STATE}?.signed`);
  return tab;
};
const ids = () => got.lines.map(({ id }) => id);
/** Each line once, as the edge's readers count it: no one hears whether a beacon arrived, so a next page may send it again. */
const once = () => [...new Map(got.lines.map((line) => [line.id, line])).values()];
const steps = () => once().flatMap((line) => (line.kind === 'step' ? `${line.stage}:${line.step}` : []));

describe('a visit over two pages, in Chromium with its own IndexedDB', () => {
  it('goes on where it was, delivers what a page leaves behind, and keeps what the edge did not take', async () => {
    const context = await browser.newContext();
    const pass = await holdTime(context);
    const tab = await open(context, '/cart');
    await tab.evaluate("causeway('friction','payment-failed','pay')");
    await pass(1000);
    await tab.click('a');
    await tab.waitForFunction(`location.pathname === '/shipping' && ${STATE}?.signed`);
    const { session, step } = (await tab.evaluate(STATE)) as { session: string; step: number };
    expect(step).toBe(2);
    expect(got.profiles, 'the second page has the token of the first').toEqual([
      expect.objectContaining({ session }),
    ]);

    await pass(1000);
    // Leaving the shop is told without an answer being there to read.
    await tab.goto('about:blank');
    await until(() => expect(steps()).toEqual(['cart:1', 'shipping:2']));
    await until(() => expect(got.lines.some(({ kind }) => kind === 'end')).toBe(true));
    expect(steps()).toEqual(['cart:1', 'shipping:2']);
    expect(got.lines.find(({ kind }) => kind === 'end')).toMatchObject({ end: 'left', session });
    expect([...got.types]).toEqual(['text/plain;charset=UTF-8']);

    // The same device, another visit, and no edge: what it writes stays on the device.
    const second = await open(context, '/cart');
    got.down = true;
    const before = ids().length;
    await second.evaluate("causeway('friction','payment-failed','pay'); causeway('stage','payment')");
    await until(async () => {
      await pass(500);
      expect(await second.evaluate(`${STATE}.failures`)).toBeGreaterThan(0);
    });
    const other = (await second.evaluate(STATE)) as { session: string };
    await second.goto(`${shopUrl}/causeway.js`);
    await pass(300);
    expect(ids().length).toBe(before);
    got.down = false;
    const third = await open(context, '/cart');
    const late = () => got.lines.filter(({ session: of }) => of === other.session);
    // The pause that the edge's refusals began holds for this page as well, until its time has passed.
    await until(async () => {
      await pass(500);
      expect(late().map(({ kind }) => kind)).toContain('step');
    });
    // What is here twice is the same, and of the visit that was beaconed.
    const texts = new Set(got.lines.map((line) => JSON.stringify(line)));
    expect(once().length).toBe(texts.size);
    const again = ids().filter((id, k) => ids().indexOf(id) !== k);
    expect(again.filter((id) => !id.startsWith(session))).toEqual([]);
    expect(new Set(got.profiles.map(({ anonymous }) => anonymous)).size).toBe(1);
    await pass(500);
    expect(await third.evaluate(STATE)).toMatchObject({ context: { returning: true } });
    await context.close();
  }, 240_000);

  it('a beacon that the edge could not take, without a failure before it, arrives with the next page', async () => {
    const context = await browser.newContext();
    const pass = await holdTime(context);
    const tab = await open(context, '/cart');
    const { session } = (await tab.evaluate(STATE)) as { session: string };
    await tab.evaluate("causeway('friction','payment-failed','pay'); causeway('stage','payment')");
    await pass(500);
    const { failures, queue } = (await tab.evaluate(STATE)) as { failures: number; queue: number };
    // The stage that was told, and the path's own again.
    expect([failures, queue]).toEqual([0, 2]);
    const refused = got.refused;
    got.down = true;
    await tab.goto(`${shopUrl}/causeway.js`);
    await until(() => expect(got.refused).toBeGreaterThan(refused));
    const kinds = () => got.lines.filter((line) => line.session === session).map(({ kind }) => kind);
    expect(kinds()).toEqual([]);
    got.down = false;
    await open(context, '/cart');
    await until(async () => {
      await pass(500);
      expect(kinds()).toEqual(['step', 'step', 'step', 'end']);
    });
    await context.close();
  });

  it('another device is another visitor', async () => {
    const context = await browser.newContext();
    await holdTime(context);
    const names = () => new Set(got.profiles.map(({ anonymous }) => anonymous)).size;
    const before = names();
    const tab = await open(context, '/cart');
    expect(names()).toBe(before + 1);
    expect(await tab.evaluate(STATE)).toMatchObject({ context: { returning: false } });
    await context.close();
  });

  it('a device that is slow to answer keeps the name that it has', async () => {
    const context = await browser.newContext();
    const pass = await holdTime(context);
    const tab = await open(context, '/cart');
    const name = got.profiles.at(-1)?.anonymous;
    /** What is kept once everything before has been written; a transaction that lasts until `free` keeps all others waiting. */
    const kept = (lasts: boolean) =>
      tab.evaluate((wait) => {
        const page = window as Window & { free?: boolean };
        page.free = !wait;
        return new Promise((done) => {
          const asked = indexedDB.open('causeway');
          asked.onsuccess = () => {
            const store = asked.result.transaction('device', 'readwrite').objectStore('device');
            const look = () => {
              const found = store.get('anonymous');
              found.onsuccess = () => {
                done(found.result);
                if (page.free !== true) look();
              };
            };
            look();
          };
        });
      }, lasts);
    expect(await kept(true)).toBe(name);
    const late = await context.newPage();
    await late.goto(`${shopUrl}/cart`);
    await until(async () => {
      await pass(600);
      expect(await late.evaluate(`${STATE}?.signed`)).toBe(true);
    });
    expect(got.profiles.at(-1)?.anonymous).not.toBe(name);
    expect(await kept(false)).toBe(name);
    await context.close();
  });
});
