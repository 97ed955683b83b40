import type { RouteName } from '@causeway/contract';
import { asFault, checkSignature, pathless, ROUTES, SIGNATURE_HEADER } from '@causeway/contract';
import { configOf } from '../cache/config-of.ts';
import { countFault } from '../cache/fault-counts.ts';
import { hmacKeys } from '../cache/key-ring.ts';
import { countAnswer } from '../cache/metrics.ts';
import type { Context, Reply } from '../context.ts';
import type { Env } from '../env.ts';
import { HANDLERS } from '../routes/handlers.ts';
import { checkOrigin, corsHeaders, preflight } from './cors.ts';
import { faultResponse } from './fault-response.ts';
import { matchRoute } from './match-route.ts';
import { parseJson } from './parse-json.ts';
import { pathOf } from './path-of.ts';
import { readBody } from './read-body.ts';
import { say } from './say.ts';
import { streamFault } from './stream.ts';
import type { Timing } from './timing.ts';

export type Platform = {
  readonly now: number;
  /** ms since 1970, at any moment: for measuring only */
  clock(): number;
  readonly timing: Timing;
  newId(): string;
  later(work: Promise<unknown>): void;
};

const answer = (reply: Reply, timing: Timing, headers: Record<string, string>): Response => {
  const spent = timing.header();
  return new Response(reply.text ?? JSON.stringify(reply.json), {
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(spent === '' ? {} : { 'server-timing': spent }),
      ...headers,
      ...reply.headers,
    },
  });
};

/** Who may ask: a page by its origin, a server by its signature over what it sent. */
const admit = async (
  request: Request,
  name: RouteName,
  body: string,
  env: Env,
  now: number,
): Promise<void> => {
  const { who } = ROUTES[name];
  if (who !== 'shop' && who !== 'offline') return;
  const { all } = await hmacKeys(env, who === 'shop' ? 'SHOP_KEYS' : 'OFFLINE_KEYS');
  const { pathname, search } = new URL(request.url);
  const signed = { method: request.method, path: `${pathname}${search}`, body };
  await checkSignature(request.headers.get(SIGNATURE_HEADER), signed, now, all);
};

/** One request: route, who asks, size, signature, form, work, answer. Every refusal leaves by the one door below. */
export const handle = async (request: Request, env: Env, platform: Platform): Promise<Response> => {
  let headers: Record<string, string> = {};
  let name: RouteName | 'none' = 'none';
  let response: Response;
  try {
    const asked = request.method === 'OPTIONS';
    const wanted = asked ? (request.headers.get('access-control-request-method') ?? '') : request.method;
    const config = configOf(env);
    const sender = request.headers.get('origin');
    if (sender !== null && config.origins.includes(sender)) headers = corsHeaders(sender);
    const found = matchRoute(wanted, pathOf(request.url));
    name = found.name;
    const route = ROUTES[name];
    if (route.who === 'anyone') headers = { 'access-control-allow-origin': '*' };
    const origin = route.who === 'page' || asked ? checkOrigin(sender, config.origins) : '';
    if (asked) return preflight(origin, route.method);
    const body = await readBody(request, route.maxBytes, name);
    await admit(request, name, body, env, platform.now);
    const input =
      route.request === null ? null : pathless<unknown>(route.request)(parseJson(body, name), name);
    const address = () => request.headers.get('cf-connecting-ip') ?? '';
    const context: Context = { env, config, origin, address, tail: found.tail, ...platform };
    response = answer(await HANDLERS[name](input as never, context), platform.timing, headers);
  } catch (error) {
    const fault = asFault(error, 'edge');
    countFault(fault.code);
    streamFault(env, name, fault.code);
    if (fault.code === 'internal') say('error', 'internal', { stack: fault.stack?.slice(0, 2000) ?? '' });
    response = faultResponse(fault, headers);
  }
  countAnswer(name, response.status, platform.clock() - platform.now);
  return response;
};
