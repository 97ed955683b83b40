import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Edge } from '@causeway/worker-edge/harness';
import type { Recipe } from './recipe.ts';
import { startExampleEdge } from './start-edge.ts';

const DIST = new URL('../../packages/sdk/dist/', import.meta.url);

export type Shops<Name extends string> = {
  readonly edge: Edge;
  /** each recipe's own origin */
  readonly urls: Readonly<Record<Name, string>>;
  stop(): Promise<void>;
};
type Answer = (request: Request) => Promise<Response | null>;

const requestOf = async (incoming: IncomingMessage, origin: string): Promise<Request> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { method = 'GET' } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(parts);
  return new Request(new URL(incoming.url ?? '/', origin), { method, headers, body });
};

/** The SDK's built files, at the shop's own root, as a shop hosts them itself. */
const builtFile = (request: Request): Response | null => {
  const name = /^\/(causeway[a-z-]*\.js)$/.exec(new URL(request.url).pathname)?.[1];
  if (name === undefined) return null;
  return new Response(readFileSync(new URL(name, DIST)), { headers: { 'content-type': 'text/javascript' } });
};

const write = async (answer: Answer, request: Request, response: ServerResponse): Promise<void> => {
  const found =
    (await answer(request)) ?? builtFile(request) ?? new Response('There is no such page.', { status: 404 });
  response.writeHead(found.status, Object.fromEntries(found.headers));
  response.end(Buffer.from(await found.arrayBuffer()));
};

/** Starts one edge and a shop for each recipe, on loopback. `ports`: the first recipe's, and so on; a free one when 0. */
export const startShops = async <Name extends string>(
  recipes: Readonly<Record<Name, Recipe>>,
  port = 0,
): Promise<Shops<Name>> => {
  const names = Object.keys(recipes) as Name[];
  const answers = new Map<Name, Answer>();
  const opened = await Promise.all(
    names.map(async (name, k) => {
      const server = createServer((incoming, response) => {
        const answer = answers.get(name) ?? (async () => null);
        requestOf(incoming, origin)
          .then((request) => write(answer, request, response))
          .catch(() => response.destroy());
      });
      await new Promise<void>((done) => server.listen(port === 0 ? 0 : port + k, '127.0.0.1', done));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { name, server, origin };
    }),
  );
  // The worker takes calls of these very origins only, so they come first.
  const { edge, client } = await startExampleEdge(opened.map(({ origin }) => origin));
  const keys = edge.keys.profile.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid }));
  for (const { name, origin } of opened) {
    const subjectToken = (person: string) => client.subjectToken(person, origin, Date.now());
    answers.set(name, await recipes[name]({ edge: edge.url, keys, origin, subjectToken }));
  }
  return {
    edge,
    urls: Object.fromEntries(opened.map(({ name, origin }) => [name, origin])) as Record<Name, string>,
    async stop() {
      for (const { server } of opened) {
        server.closeAllConnections();
        server.close();
      }
      await edge.stop();
    },
  };
};
