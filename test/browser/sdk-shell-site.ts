import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ed25519Signer, type PageLine, type PrivateJwk, priorProfile, seal } from '@causeway/contract';
import { ROOT } from '../support/root.ts';

const KID = 'page-1';
const TOKEN = 'aaaa.bbbb.cccc';
const DECISION = 'd'.repeat(64);

export type Site = {
  readonly url: string;
  /** what the SDK's `start` takes on this site: the edge is the site itself */
  readonly start: Readonly<Record<string, unknown>>;
  /** every request to the edge, whole */
  readonly requests: { path: string; headers: Record<string, unknown>; text: string }[];
  readonly lines: () => PageLine[];
  stop(): void;
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};

/** A shop and its edge on one origin: pages by path, the built scripts, signed profiles, one decision, a log that is kept. */
export const serveSite = async (
  pages: (path: string, site: Pick<Site, 'start'>, query: URLSearchParams) => string | undefined,
  headers: Readonly<Record<string, string>> = {},
  clock: () => number = Date.now,
): Promise<Site> => {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const { x, d } = (await crypto.subtle.exportKey('jwk', pair.privateKey)) as { x: string; d: string };
  const secret: PrivateJwk = { kty: 'OKP', crv: 'Ed25519', x, d, kid: KID };
  const signer = await ed25519Signer(crypto.subtle, secret);
  const requests: Site['requests'] = [];
  const start = {
    consent: 'granted',
    edge: '/edge',
    keys: [{ kty: 'OKP', crv: 'Ed25519', x, kid: KID }],
    stages: { cart: '/*' },
    deadlineMs: 10_000,
  };
  let url = '';
  const edge = async (path: string, text: string): Promise<unknown> => {
    const body = JSON.parse(text || '{}');
    if (path === '/v1/profile') {
      const profile = priorProfile(`anon:${body.anonymous}`);
      const options = { purpose: 'profile', audience: url, now: clock(), lifeMs: 600_000 } as const;
      return { version: 1, profile: await seal(profile, options, signer), session: TOKEN };
    }
    if (path === '/v1/decision') {
      const [action = 'none'] = body.ask.offered;
      const distribution = { none: 0.5, [action]: 0.5 };
      return {
        version: 1,
        decision: DECISION,
        action,
        propensity: 0.5,
        distribution,
        receipt: TOKEN,
        session: TOKEN,
      };
    }
    return { version: 1, kept: 0, refused: 0, first: null };
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://site');
    const text = await bodyOf(request);
    if (path.startsWith('/edge/')) {
      requests.push({ path: request.url ?? '', headers: request.headers, text });
      const found = await edge(path.slice(5), text);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
      return;
    }
    if (/^\/[a-z0-9-]+\.js$/.test(path)) {
      response.writeHead(200, { 'content-type': 'text/javascript', ...headers });
      response.end(readFileSync(join(ROOT, 'packages/sdk/dist', path)));
      return;
    }
    const page = pages(path, { start }, searchParams);
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      ...headers,
    });
    response.end(page ?? '');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    start,
    requests,
    lines: () =>
      requests.flatMap(({ path, text }) => (path.endsWith('/v1/log') ? JSON.parse(text).lines : [])),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
