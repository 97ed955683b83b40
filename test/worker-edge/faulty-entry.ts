// The worker with stores that can be made to fail or not to answer: POST /__trouble {kv?, r2?, queue?, objects?}.
import worker from '../../packages/worker-edge/src/index.ts';

export { Budget, PersonLimits, Registry } from '../../packages/worker-edge/src/index.ts';

type Mode = 'ok' | 'fail' | 'slow';
type Env = Parameters<typeof worker.fetch>[1];

const OUTCOME = '/v1/outcome';
/** How often a slow call looks whether its trouble is over, ms. */
const LOOK_MS = 20;
/**
 * Deadlines while a store is slow. Those of stores that are well stay as they are set: on a busy machine they are no measure
 * of anything. WRITE_DEADLINE_MS has to leave time for the queue, which stands in for the bucket; an outcome has no such way.
 */
const HASTE: Record<string, Record<string, string>> = {
  kv: { READ_DEADLINE_MS: '100', RELEASE_DEADLINE_MS: '300' },
  r2: { RELEASE_DEADLINE_MS: '300', WRITE_DEADLINE_MS: '1500' },
  objects: { OBJECT_DEADLINE_MS: '100' },
};
const hasteOf = (slow: readonly string[], path: string): Record<string, string> => ({
  ...Object.assign({}, ...slow.map((kind) => HASTE[kind])),
  ...(path === OUTCOME && /r2|objects/.test(slow.join()) ? { WRITE_DEADLINE_MS: '300' } : {}),
});

let trouble: Record<string, Mode> | null = null;

/** Slow is slower than any deadline and any machine: for as long as the trouble lasts there is no answer. */
const suffer = async (kind: string): Promise<void> => {
  if (trouble?.[kind] === 'fail') throw new Error(`${kind} is away`);
  while (trouble?.[kind] === 'slow') await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
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

/** By its deadlines: the worker reads its vars once for each environment. */
const wrapped = new Map<string, Env>();
const wrapEnv = (env: Env, path = ''): Env => {
  trouble ??= JSON.parse((env as { TROUBLE?: string }).TROUBLE ?? '{}') as Record<string, Mode>;
  const slow = Object.keys(trouble).filter((kind) => trouble?.[kind] === 'slow');
  const haste = hasteOf(slow, path);
  const known = wrapped.get(JSON.stringify(haste));
  if (known !== undefined) return known;
  const made: Env = {
    ...env,
    ...haste,
    PROFILES: wrap(env.PROFILES, 'kv'),
    RELEASES: wrap(env.RELEASES, 'kv'),
    LOG: wrap(env.LOG, 'r2'),
    LOG_QUEUE: wrap(env.LOG_QUEUE, 'queue'),
    BUDGET: wrapSpace(env.BUDGET as Space) as never,
    PERSON: wrapSpace(env.PERSON as Space) as never,
    REGISTRY: wrapSpace(env.REGISTRY as Space) as never,
  };
  wrapped.set(JSON.stringify(haste), made);
  return made;
};

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    const inner = wrapEnv(env, pathname);
    if (pathname !== '/__trouble') return worker.fetch(request, inner, ctx);
    trouble = await request.json();
    return Response.json(trouble);
  },
  queue: (batch, env) => worker.queue(batch, wrapEnv(env)),
  scheduled: (event, env) => worker.scheduled(event, wrapEnv(env)),
} satisfies ExportedHandler<Env, never>;
