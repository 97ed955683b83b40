// The worker with stores that can be made to fail or be slow: POST /__trouble {kv?, r2?, queue?, objects?}.
import worker from '../../packages/worker-edge/src/index.ts';

export { Budget, PersonLimits, Registry } from '../../packages/worker-edge/src/index.ts';

type Mode = 'ok' | 'fail' | 'slow';
type Env = Parameters<typeof worker.fetch>[1];

/** Longer than any deadline that the tests set. */
const SLOW_MS = 700;

let trouble: Record<string, Mode> | null = null;

const suffer = async (kind: string): Promise<void> => {
  const mode = trouble?.[kind] ?? 'ok';
  if (mode === 'fail') throw new Error(`${kind} is away`);
  if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
};

const wrap = <T extends object>(target: T, kind: string): T =>
  new Proxy(target, {
    get: (inner, name) => {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await suffer(kind);
        return value.apply(inner, args) as unknown;
      };
    },
  });

type Space = DurableObjectNamespace<never>;
const wrapSpace = (space: Space): Space =>
  ({
    idFromName: (name: string) => space.idFromName(name),
    get: (id: DurableObjectId) => {
      const stub = space.get(id) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      return new Proxy(stub, {
        get:
          (_, name) =>
          async (...args: unknown[]) => {
            await suffer('objects');
            return stub[String(name)]?.(...args);
          },
      });
    },
  }) as unknown as Space;

let wrapped: Env | null = null;
const wrapEnv = (env: Env): Env => {
  trouble ??= JSON.parse((env as { TROUBLE?: string }).TROUBLE ?? '{}') as Record<string, Mode>;
  wrapped ??= {
    ...env,
    PROFILES: wrap(env.PROFILES, 'kv'),
    RELEASES: wrap(env.RELEASES, 'kv'),
    LOG: wrap(env.LOG, 'r2'),
    LOG_QUEUE: wrap(env.LOG_QUEUE, 'queue'),
    BUDGET: wrapSpace(env.BUDGET as Space) as never,
    PERSON: wrapSpace(env.PERSON as Space) as never,
    REGISTRY: wrapSpace(env.REGISTRY as Space) as never,
  };
  return wrapped;
};

export default {
  async fetch(request, env, ctx) {
    const inner = wrapEnv(env);
    if (new URL(request.url).pathname !== '/__trouble') return worker.fetch(request, inner, ctx);
    trouble = await request.json();
    return Response.json(trouble);
  },
  queue: (batch, env) => worker.queue(batch, wrapEnv(env)),
  scheduled: (event, env) => worker.scheduled(event, wrapEnv(env)),
} satisfies ExportedHandler<Env, never>;
