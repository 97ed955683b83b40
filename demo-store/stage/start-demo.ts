import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from '@causeway/console';
import { type Edge, edgeClient, keepEdge } from '@causeway/worker-edge/harness';
import { createOutbox, type Outbox } from '../backend/outcome-outbox.ts';
import { buildPages } from './build-pages.ts';
import { demoCustomers } from './demo-customers.ts';
import { startEdgeRelay } from './edge-relay.ts';
import { createLearner, type Learner } from './learner.ts';
import { linkEdge } from './link-edge.ts';
import { listen } from './listen.ts';
import { openShop } from './open-shop.ts';
import { publishFirst } from './publish-first.ts';
import { runStudy } from './run-study.ts';

export type DemoOptions = {
  /** the first port to try; 0 takes any */
  readonly port: number;
  /** simulated visits that the first release learns from */
  readonly sessions: number;
  /** everything that the demo keeps; emptied at the start */
  readonly dir?: string;
  /** share of people who are held out */
  readonly holdout?: number;
  /** how long pages wait for a decision, and the worker for its stores; else what suits a person's machine */
  readonly patienceMs?: number;
  readonly say: (line: string) => void;
};

export type Demo = {
  readonly url: string;
  readonly edge: Edge;
  readonly learner: Learner;
  readonly outbox: Outbox;
  stop(): Promise<void>;
};

const WORLD = { seed: 11, people: 1200 };
const CUSTOMERS = 30;

const closed: RequestListener = (_, response) => {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' });
  response.end('The shop is being put up. Try again in a moment.');
};

/** Starts all of it: pages, worker, shop, and a release learned from simulated shoppers. */
export const startDemo = async ({ port, sessions, say, ...options }: DemoOptions): Promise<Demo> => {
  const now = (): number => Date.now();
  const randomId = (): string => randomBytes(16).toString('hex');
  const ending = new AbortController();
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    ending.abort();
    for (const each of stops.splice(0).reverse()) await each();
  };

  try {
    // The shop's address comes first, because the worker takes calls of this very origin only.
    let serve = closed;
    const front = await listen(
      createServer((request, response) => serve(request, response)),
      port,
    );
    stops.push(front.stop);
    // One folder a port: two demos side by side do not share a worker's storage.
    const dir = options.dir ?? fileURLToPath(new URL(`../.data/${front.port}`, import.meta.url));
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });

    say('Starting the worker in workerd');
    const { patienceMs } = options;
    const waits = ['OBJECT', 'READ', 'RELEASE'].map((name) => [`${name}_DEADLINE_MS`, String(patienceMs)]);
    const edge = await keepEdge({
      persist: join(dir, 'edge'),
      origins: [front.url],
      quiet: true,
      ...(patienceMs === undefined ? {} : { vars: Object.fromEntries(waits) }),
      onRestart: () => say('The worker had ended; it runs again on the same stores'),
      onLost: ({ message }) => say(`The worker ended and cannot be started again: ${message}`),
    });
    stops.push(edge.stop);
    const relay = await startEdgeRelay(edge.url);
    stops.push(relay.stop);

    const client = edgeClient({ url: edge.url, keys: edge.keys });
    const first = await publishFirst(client, edge.keys, { now: now(), holdout: options.holdout ?? 0.05 });
    const learner = createLearner({
      dir: join(dir, 'study'),
      world: WORLD,
      first,
      edge,
      client,
      run: runStudy(ending.signal),
      now,
      onStage: say,
    });
    say('Building the pages and the SDK');
    const [files, console] = await Promise.all([
      buildPages(ending.signal),
      buildConsole(),
      learner.begin(sessions),
    ]);

    const link = await linkEdge({
      client: edgeClient({ url: relay.url, keys: edge.keys }),
      receiptKeys: edge.keys.receipt,
      origin: front.url,
      now,
    });
    const outbox = createOutbox(link.outcome);
    stops.push(outbox.stop);
    const customers = demoCustomers(WORLD, CUSTOMERS);
    serve = openShop({
      files,
      console: { files: console, dir: join(dir, 'study') },
      origin: front.url,
      edge,
      relay,
      link,
      outbox,
      customers,
      learner,
      now,
      randomId,
      ...(patienceMs === undefined ? {} : { deadlineMs: patienceMs }),
    });
    return { url: front.url, edge, learner, outbox, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
