// The worker with a queue that takes everything at once, and neither rate limit nor dashboard stream: on a developer's
// machine these are simulated inside the very process whose time is measured; in production they are other machines'.
import worker from '../../packages/worker-edge/src/index.ts';

export { Budget, PersonLimits, Registry } from '../../packages/worker-edge/src/index.ts';

type Env = Parameters<typeof worker.fetch>[1];

let quiet: Env | null = null;
const silence = (env: Env): Env => {
  // Once: to copy the bindings for every request would cost more than the decision.
  if (quiet !== null) return quiet;
  const { SESSION_LIMIT: _limit, METRICS: _stream, ...rest } = env;
  const queue = { send: async () => undefined, sendBatch: async () => undefined };
  quiet = { ...rest, LOG_QUEUE: queue as never };
  return quiet;
};

export default {
  fetch: (request, env, ctx) => worker.fetch(request, silence(env), ctx),
  queue: (batch, env) => worker.queue(batch, env),
  scheduled: (event, env) => worker.scheduled(event, env),
} satisfies ExportedHandler<Env, never>;
