import { readFileSync } from 'node:fs';
import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PublicJwk } from '@causeway/contract';

/** Of every half minute so much is a spell of 503, and so much of 429 with Retry-After, ms. */
const SPELL_MS = { every: 30_000, refusing: 4000, waiting: 4000 } as const;
export const RETRY_AFTER_S = 3;

export type ShopServer = {
  readonly url: string;
  /** where the pages find the edge: this server stands before it and has its own weather */
  openTo(edge: string, keys: readonly PublicJwk[]): void;
  /** ids of lines that a page with one beacon, when it is hidden, delivered */
  readonly plain: ReadonlySet<string>;
  /** beacons to the log: all, and those of a visit that had been told to wait and did not */
  readonly asked: () => { readonly all: number; readonly early: number };
  /** fair weather from now on */
  calm(): void;
  stop(): void;
};

const page = (
  edge: string,
  keys: readonly PublicJwk[],
): string => `<!doctype html><meta charset="utf-8"><title>Shop</title>
<script src="/causeway.js"></script><script>
const shopper = causeway.start({ consent: 'granted', edge: ${JSON.stringify(edge)}, keys: ${JSON.stringify(keys)} });
const written = [];
shopper.on('line', ({ id }) => { written.push(id); window.__wrote(id); });
addEventListener('pageshow', ({ persisted }) => { if (persisted) window.__back(); });
// The baseline, on the same page: what it has, in one beacon, when it is hidden.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') navigator.sendBeacon('/plain', JSON.stringify(written.splice(0)));
});
</script><h1>Shop</h1>`;

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};

/** A shop's pages and, under /edge, the way to the real edge with spells in which it refuses. */
export const serveShop = async (): Promise<ShopServer> => {
  const script = readFileSync(new URL('../../packages/sdk/dist/causeway.js', import.meta.url));
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const from = performance.now();
  const plain = new Set<string>();
  const waits = new Map<string, number>();
  let [all, early, calm, edgeUrl, html] = [0, 0, false, '', ''];
  const weather = (): 200 | 429 | 503 => {
    const at = (performance.now() - from) % SPELL_MS.every;
    if (calm || at < SPELL_MS.every / 2) return 200;
    const into = at - SPELL_MS.every / 2;
    return into < SPELL_MS.refusing ? 503 : into < SPELL_MS.refusing + SPELL_MS.waiting ? 429 : 200;
  };
  const forward = (incoming: IncomingMessage, text: string, response: ServerResponse): void => {
    const { hostname, port } = new URL(edgeUrl);
    const { method, url = '', headers } = incoming;
    // To the page the edge is of its own origin; the worker is asked as if it were another, as in most shops.
    const told = { ...headers, origin: headers.origin ?? shopUrl };
    const onward = ask({ hostname, port, method, path: url.slice(5), headers: told, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(text);
  };
  const beacon = (text: string): 200 | 429 | 503 => {
    const session = /"session":"([^".]+)"/.exec(text)?.[1] ?? '';
    all += 1;
    if (performance.now() < (waits.get(session) ?? 0)) early += 1;
    const status = weather();
    if (status === 429) waits.set(session, performance.now() + RETRY_AFTER_S * 1000);
    return status;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request);
    const { url = '/' } = request;
    if (url === '/causeway.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else if (url === '/plain') {
      const status = weather();
      if (status === 200) for (const id of JSON.parse(text) as string[]) plain.add(id);
      response.writeHead(status).end();
    } else if (url.startsWith('/edge/')) {
      const status = url === '/edge/v1/log' ? beacon(text) : 200;
      if (status === 200) forward(request, text, response);
      else response.writeHead(status, status === 429 ? { 'retry-after': String(RETRY_AFTER_S) } : {}).end();
    } else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const shopUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: shopUrl,
    openTo(edge, keys) {
      edgeUrl = edge;
      html = page('/edge', keys);
    },
    plain,
    asked: () => ({ all, early }),
    calm: () => {
      calm = true;
    },
    stop() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
};
