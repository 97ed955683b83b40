import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { asFault, Fault, statusOf } from '@causeway/contract';
import { type Reply, readJson, refused, write } from '../backend/reply.ts';
import type { Handler } from '../backend/shop-api.ts';
import { parseTrouble, SLOW_MS } from '../backend/trouble.ts';
import type { Visitor, Visitors } from '../backend/visitor.ts';
import type { StaticFiles } from './build-pages.ts';

export type Page = { readonly status: number; readonly body: string; readonly csp: string };

export type ShopServerOptions = {
  readonly files: StaticFiles;
  readonly visitors: Visitors;
  readonly api: Readonly<Record<string, Handler>>;
  /** the page at a path, or a reply of the demo's own (a dossier, say) */
  readonly page: (path: string, visitor: Visitor, cookie: string) => Promise<Page>;
  /** the shop's own origin: the only one that may change anything */
  readonly origin: string;
  readonly edgeDown: (down: boolean) => void;
};

/** `?trouble=slow,payment` on any page turns exactly these switches on. */
const takeTrouble = (url: URL, visitor: Visitor, edgeDown: (down: boolean) => void): void => {
  const text = url.searchParams.get('trouble');
  if (text === null) return;
  const wanted = parseTrouble(text);
  visitor.trouble.clear();
  for (const name of wanted) if (name !== 'edge-down') visitor.trouble.add(name);
  edgeDown(wanted.has('edge-down'));
};

const callApi = async (
  handler: Handler,
  request: IncomingMessage,
  visitor: Visitor,
  origin: string,
): Promise<Reply> => {
  const posting = request.method === 'POST';
  if (posting && request.headers.origin !== origin)
    throw new Fault('wrong-origin', 'origin', `allowed is ${origin}`);
  const body = posting && request.headers['content-length'] !== '0' ? await readJson(request) : null;
  if (
    visitor.trouble.has('slow') &&
    request.url !== '/api/trouble' &&
    request.url?.startsWith('/api/') === true
  )
    await sleep(SLOW_MS);
  return handler({ visitor, body });
};

/** The shop on loopback: its API, its files, its pages. Whatever a request holds, the answer is a proper refusal. */
export const createShopListener = (options: ShopServerOptions): RequestListener => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', options.origin);
    if (request.headers.host?.startsWith('localhost') === true) {
      return write(response, {
        status: 302,
        body: '',
        headers: { location: `${options.origin}${url.pathname}${url.search}` },
      });
    }
    const file = request.method === 'GET' ? options.files.get(url.pathname) : undefined;
    if (file !== undefined) {
      return write(response, {
        status: 200,
        body: file.body,
        headers: { 'content-type': file.type, 'cache-control': 'no-cache' },
      });
    }
    const { visitor, cookie } = options.visitors.of(request.headers.cookie);
    const headers = cookie === null ? {} : { 'set-cookie': cookie };
    const handler = options.api[`${request.method} ${url.pathname}`];
    if (handler !== undefined) {
      const reply = await callApi(handler, request, visitor, options.origin);
      return write(response, { ...reply, headers: { ...headers, ...reply.headers } });
    }
    if (request.method !== 'GET' || url.pathname.startsWith('/api/')) {
      return write(response, refused(404, { message: 'There is no such call.' }));
    }
    takeTrouble(url, visitor, options.edgeDown);
    const page = await options.page(url.pathname, visitor, request.headers.cookie ?? '');
    const html = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': page.csp };
    write(response, { status: page.status, body: page.body, headers: { ...headers, ...html } });
  };

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const fault = asFault(error, 'shop');
      if (response.headersSent) response.destroy();
      else write(response, refused(statusOf(fault), { message: fault.message }));
    });
  };
};
