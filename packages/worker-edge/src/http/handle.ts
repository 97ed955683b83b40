import { asFault, checkSignature, isObject, ROUTES, SIGNATURE_HEADER } from '@causeway/contract';
import { countFault } from '../cache/fault-counts.ts';
import { hmacKeys } from '../cache/key-ring.ts';
import { readConfig } from '../config.ts';
import type { Context, Reply } from '../context.ts';
import type { Env } from '../env.ts';
import { HANDLERS } from '../routes/handlers.ts';
import { checkOrigin, corsHeaders, preflight } from './cors.ts';
import { faultResponse } from './fault-response.ts';
import { matchRoute } from './match-route.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';
import type { Timing } from './timing.ts';

export type Platform = {
  readonly now: number;
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

/** One request: route, who asks, size, signature, form, work, answer. Every refusal leaves by the one door below. */
export const handle = async (request: Request, env: Env, platform: Platform): Promise<Response> => {
  let headers: Record<string, string> = {};
  try {
    const { pathname, search } = new URL(request.url);
    const asked = request.method === 'OPTIONS';
    const wanted = asked ? (request.headers.get('access-control-request-method') ?? '') : request.method;
    const config = readConfig(env);
    const sender = request.headers.get('origin');
    if (sender !== null && config.origins.includes(sender)) headers = corsHeaders(sender);
    const { name, tail } = matchRoute(wanted, pathname);
    const route = ROUTES[name];
    if (route.who === 'anyone') headers = { 'access-control-allow-origin': '*' };
    const origin = route.who === 'page' || asked ? checkOrigin(request, config.origins) : '';
    if (asked) return preflight(origin, route.method);
    const body = await readBody(request, route.maxBytes, name);
    if (route.who === 'shop' || route.who === 'offline') {
      const { all } = await hmacKeys(env, route.who === 'shop' ? 'SHOP_KEYS' : 'OFFLINE_KEYS');
      const signed = { method: request.method, path: `${pathname}${search}`, body };
      await checkSignature(request.headers.get(SIGNATURE_HEADER), signed, platform.now, all);
    }
    const input = route.request === null ? null : route.request(parseJson(body, name), name);
    const context: Context = { env, config, origin, tail, ...platform };
    return answer(await HANDLERS[name](input as never, context), platform.timing, headers);
  } catch (error) {
    const fault = asFault(error, 'edge');
    countFault(fault.code);
    if (fault.code === 'internal') console.error(fault.stack, isObject(fault.cause) ? fault.cause : '');
    return faultResponse(fault, headers);
  }
};
