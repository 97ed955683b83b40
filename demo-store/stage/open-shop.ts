import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { ConsoleFile } from '@causeway/console';
import type { Edge } from '@causeway/worker-edge/harness';
import type { Customer } from '../backend/customers.ts';
import type { EdgeLink } from '../backend/edge-link.ts';
import type { Outbox } from '../backend/outcome-outbox.ts';
import { ok } from '../backend/reply.ts';
import { createShopApi, type Handler } from '../backend/shop-api.ts';
import { createVisitors, forgetCookie } from '../backend/visitor.ts';
import type { StaticFiles } from './build-pages.ts';
import type { EdgeRelay } from './edge-relay.ts';
import type { Learner } from './learner.ts';
import { createPages } from './pages.ts';
import { serveConsole } from './serve-console.ts';
import { createShopListener, type Page } from './shop-listener.ts';

export type OpenShopOptions = {
  readonly files: StaticFiles;
  /** the console's page, and the folder of the study that it shows */
  readonly console: { readonly files: ReadonlyMap<string, ConsoleFile>; readonly dir: string };
  readonly origin: string;
  readonly edge: Edge;
  readonly relay: EdgeRelay;
  readonly link: EdgeLink;
  readonly outbox: Outbox;
  readonly customers: readonly Customer[];
  readonly learner: Learner;
  readonly now: () => number;
  readonly randomId: () => string;
  /** how long a page waits for a decision */
  readonly deadlineMs?: number;
};

/** On one shared machine an answer may take longer than the 150 ms that a shop would give it. */
const DEADLINE_MS = 800;
const DOSSIER_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The shop's backend with the demo's own routes beside it: keys, learn, dossiers, the console, new visitor. */
export const openShop = (options: OpenShopOptions): RequestListener => {
  const { files, origin, edge, relay, link, outbox, customers, learner, now, randomId } = options;
  const { deadlineMs = DEADLINE_MS } = options;
  const keys = edge.keys.profile.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid }));
  const shop = createShopApi({
    edge: link,
    outbox,
    customers,
    now,
    randomId,
    edgeDown: relay.setDown,
    isEdgeDown: relay.isDown,
  });
  const dev: Record<string, Handler> = {
    'GET /dev/keys': () => ok({ keys }),
    'GET /dev/learn': () => ok(learner.state()),
    'POST /dev/learn': () => {
      learner.turn();
      return ok(learner.state());
    },
    'POST /dev/new-visitor': () => ({ ...ok({}), headers: { 'set-cookie': forgetCookie } }),
  };
  const pages = createPages({ edgeUrl: relay.url, keys, link, customers, deadlineMs, randomId });
  const dossier = (path: string): Page | null => {
    const sequence = /^\/dev\/dossier\/(\d{1,9})$/.exec(path)?.[1];
    const file = sequence === undefined ? undefined : learner.dossier(Number(sequence));
    return file === undefined ? null : { status: 200, body: readFileSync(file, 'utf8'), csp: DOSSIER_CSP };
  };
  const listener = createShopListener({
    files,
    visitors: createVisitors(randomId),
    api: { ...shop, ...dev },
    page: async (path, visitor, cookie) => dossier(path) ?? pages(path, visitor, cookie),
    origin,
    edgeDown: relay.setDown,
  });
  return serveConsole(options.console, now, listener);
};
