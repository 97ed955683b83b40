// npm run edge -- --port P --dev-keys --persist DIR --origins a,b: the worker in workerd until Ctrl-C.
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freeFolder } from './claim-folder.ts';

const USAGE = `npm run edge -- --dev-keys [--port P] [--persist DIR] [--origins A,B]

The edge worker in workerd on loopback, with local storage, until Ctrl-C.
  --dev-keys     with keys that it makes and keeps in its own folder, for one machine only; needed
  --port P       (8787)
  --persist DIR  where keys.json, KV, R2 and the objects live over restarts (.data/edge)
  --origins A,B  origins of the pages that may call (http://127.0.0.1:4173,http://localhost:4173)`;

const fail = (message: string): never => {
  console.error(`edge: ${message}\n\n${USAGE}`);
  process.exit(2);
};

const parse = () => {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '8787' },
        persist: { type: 'string', default: '.data/edge' },
        origins: { type: 'string', default: 'http://127.0.0.1:4173,http://localhost:4173' },
        'dev-keys': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
};

const portOf = (text: string): number => {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535
    ? port
    : fail(`--port: got ${text}, allowed is a whole number from 0 to 65535`);
};

/** An origin as a browser sends it: scheme, host and port, nothing after. */
const originOf = (text: string): string =>
  URL.canParse(text) && new URL(text).origin === text
    ? text
    : fail(`--origins: got ${text}, allowed is an origin like https://shop.example`);

const values = parse();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
if (!values['dev-keys'])
  fail('give --dev-keys: the keys are made and kept in its own folder, for one machine only');
const persist = resolve(values.persist);
const options = { port: portOf(values.port), persist, origins: values.origins.split(',').map(originOf) };
const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
try {
  // A workerd whose owner was killed may hold the port still: it is ended first, and takes a moment to let go.
  freeFolder(persist);
  for (let tries = 0; !(await isFree(options.port)); tries++) {
    if (tries === 20) fail(`--port: ${options.port} is taken, or may not be used: choose another`);
    await sleep(50);
  }
} catch (error) {
  fail((error as Error).message);
}
// Only now: the runtime's weight is not waited for by a wrong option.
const { keepEdge } = await import('./keep-edge.ts');
const edge = await keepEdge({
  ...options,
  onRestart: (pid) => console.log(`workerd  ${pid} (started again)`),
  onLost: (error) => {
    console.error(`edge: its workerd ended and cannot be started again: ${error.message}`);
    process.exit(1);
  },
});
console.log(`edge     ${edge.url}`);
console.log(`keys     ${join(persist, 'keys.json')}`);
console.log(`workerd  ${edge.workerdPid}`);

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await edge.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
