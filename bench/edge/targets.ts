import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { workerdOf } from '../../packages/worker-edge/dev/list-processes.ts';
import { askAt, ORIGIN, openShop, type Shop } from '../../test/support/edge/shop.ts';
import type { Target } from './load.ts';

const text = { 'content-type': 'text/plain', origin: ORIGIN };

/** A worker of one file in a workerd of its own. */
export const plainTarget = async (
  name: string,
  file: string,
  call: Target['call'],
): Promise<{ target: Target; stop(): Promise<void> }> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    logLevel: 'error',
  });
  const before = new Set(workerdOf(process.pid));
  const miniflare = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0]?.text ?? '' }],
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
    host: '127.0.0.1',
    cf: false,
  });
  const { origin: url } = await miniflare.ready;
  const pid = workerdOf(process.pid).find((one) => !before.has(one)) ?? 0;
  return { target: { name, url, pid, call }, stop: () => miniflare.dispose() };
};

const person = (n: number, pad: string) => ({
  method: 'POST',
  path: '/',
  body: JSON.stringify({ id: `person-${n}`, stage: 'shipping', cents: 8000, pad }),
  headers: text,
});
export const personCall = (n: number) => person(n, '');
/** A body as long as that of a decision: what a peer would have to take in if it were told as much. */
export const longPersonCall = (n: number) => person(n, '.'.repeat(1270));
export const helloCall = () => ({ method: 'GET', path: '/' });

const HELP = ['form-help', 'payment-options', 'reassurance', 'chat-offer'];

/** The real worker with visits that have begun: every call of `decide` is a decision that was not made before. */
export const edgeTargets = async (
  visits: number,
  label = '',
  entry?: string,
): Promise<{ shop: Shop; help: Target; money: Target; profile: Target }> => {
  const shop = await openShop(entry === undefined ? {} : { entry });
  await shop.publish({ budget: { id: 'bench', capCents: 1e11 } });
  const tokens: string[] = [];
  for (let n = 0; n < visits; n += 20)
    tokens.push(
      ...(await Promise.all(
        Array.from(
          { length: 20 },
          async (_, k) => (await shop.visit(`bench-${n + k}-00`, `person-${n + k}`)).token,
        ),
      )),
    );
  const common = { url: shop.edge.url, pid: shop.edge.workerdPid };
  const decide = (point: string, offered: string[]) => (n: number) => ({
    method: 'POST',
    path: '/v1/decision',
    headers: text,
    body: JSON.stringify({
      version: 1,
      session: tokens[n % visits],
      ask: { ...askAt(1 + Math.floor(n / visits), { offered }), point },
    }),
  });
  const begin = (n: number) => ({
    method: 'POST',
    path: '/v1/profile',
    headers: text,
    body: JSON.stringify({ version: 1, session: `begin-${n}-000`, anonymous: `visitor-${n}-000000000000` }),
  });
  return {
    shop,
    help: { ...common, name: `decision (help)${label}`, call: decide('help', HELP) },
    money: {
      ...common,
      name: `decision (with incentives)${label}`,
      call: decide('money', [...HELP, 'free-shipping', 'discount-10']),
    },
    profile: { ...common, name: `profile (Ed25519)${label}`, call: begin },
  };
};
