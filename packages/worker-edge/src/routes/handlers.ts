import type { RouteName } from '@causeway/contract';
import type { Context, Reply } from '../context.ts';
import { budget } from './budget.ts';
import { decision } from './decision.ts';
import { embed } from './embed.ts';
import { encoder } from './encoder.ts';
import { erase } from './erase.ts';
import { health } from './health.ts';
import { jwks } from './jwks.ts';
import { log } from './log.ts';
import { metrics } from './metrics.ts';
import { outcome } from './outcome.ts';
import { profile } from './profile.ts';
import { profiles } from './profiles.ts';
import { publish } from './publish.ts';
import { release } from './release.ts';
import { rollback } from './rollback.ts';

/** One handler a route; its input is what the route's schema returned. */
export const HANDLERS: { readonly [K in RouteName]: (input: never, context: Context) => Promise<Reply> } = {
  profile,
  decision,
  log,
  outcome,
  release,
  health,
  jwks,
  publish,
  profiles,
  encoder,
  embed,
  rollback,
  budget,
  metrics,
  erase,
};
