import type { Env } from './env.ts';
import { handle } from './http/handle.ts';
import { startTiming } from './http/timing.ts';
import { consume } from './log/consume.ts';
import type { LogMessage } from './log/log-message.ts';
import { sweep } from './log/sweep.ts';

// Clock and chance enter here, and in the objects' alarms, and nowhere else.
const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 20);

export default {
  fetch: (request, env, ctx) =>
    handle(request, env, {
      now: Date.now(),
      clock: Date.now,
      timing: startTiming(Date.now),
      newId,
      later: (work) => ctx.waitUntil(work),
    }),
  queue: (batch, env) => consume(batch, env, Date.now()),
  scheduled: async ({ scheduledTime }, env) => {
    await sweep(env, scheduledTime);
  },
} satisfies ExportedHandler<Env, LogMessage>;

export { Budget } from './objects/budget.ts';
export { PersonLimits } from './objects/person-limits.ts';
export { Registry } from './objects/registry.ts';
