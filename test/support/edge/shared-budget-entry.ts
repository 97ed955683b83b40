// The worker whose budget object lives in another process: every call of it is one HTTP request to that process.
import worker from '../../../packages/worker-edge/src/index.ts';

export { Budget, PersonLimits, Registry } from '../../../packages/worker-edge/src/index.ts';

type Env = Parameters<typeof worker.fetch>[1];

/** What the keeper answers: {ok, value}. */
type Answer = { readonly value: unknown };

const remote = (url: string): Env['BUDGET'] => {
  const stub = new Proxy(
    {},
    {
      get:
        (_, method) =>
        async (...args: unknown[]) => {
          const body = JSON.stringify({ method: String(method), args });
          const response = await fetch(`${url}/__budget`, { method: 'POST', body });
          if (!response.ok) throw new Error(`the keeper answered ${response.status}`);
          return ((await response.json()) as Answer).value;
        },
    },
  );
  return { idFromName: (name: string) => name, get: () => stub } as unknown as Env['BUDGET'];
};

let wrapped: Env | null = null;
const share = (env: Env): Env => {
  const { KEEPER } = env as { KEEPER?: string };
  wrapped ??= KEEPER === undefined || KEEPER === '' ? env : { ...env, BUDGET: remote(KEEPER) };
  return wrapped;
};

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== '/__budget') return worker.fetch(request, share(env), ctx);
    const { method, args } = (await request.json()) as { method: string; args: unknown[] };
    const object = env.BUDGET.get(env.BUDGET.idFromName('budget')) as unknown as Methods;
    return Response.json({ value: (await object[method]?.(...args)) ?? null });
  },
  queue: (batch, env) => worker.queue(batch, share(env)),
  scheduled: (event, env) => worker.scheduled(event, share(env)),
} satisfies ExportedHandler<Env, never>;
