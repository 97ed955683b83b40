import type { LogMessage } from './log/log-message.ts';
import type { Budget } from './objects/budget.ts';
import type { PersonLimits } from './objects/person-limits.ts';
import type { Registry } from './objects/registry.ts';

/** What wrangler.jsonc binds. Vars and secrets are texts; config.ts and keys/ read them. */
export type Env = {
  readonly PROFILES: KVNamespace;
  readonly RELEASES: KVNamespace;
  readonly LOG: R2Bucket;
  readonly LOG_QUEUE: Queue<LogMessage>;
  readonly BUDGET: DurableObjectNamespace<Budget>;
  readonly PERSON: DurableObjectNamespace<PersonLimits>;
  readonly REGISTRY: DurableObjectNamespace<Registry>;
  readonly SESSION_LIMIT?: RateLimit;
  readonly PROFILE_LIMIT?: RateLimit;
  /** for dashboards only */
  readonly METRICS?: AnalyticsEngineDataset;
  readonly ORIGINS?: string;
  readonly WORKER_VERSION?: string;
  readonly PERSON_PERIOD_HOURS?: string;
  readonly RESERVATION_HOURS?: string;
  readonly LEASE_SECONDS?: string;
  readonly LEASE_GRACE_SECONDS?: string;
  readonly OBJECT_DEADLINE_MS?: string;
  readonly READ_DEADLINE_MS?: string;
  readonly RELEASE_DEADLINE_MS?: string;
  readonly WRITE_DEADLINE_MS?: string;
  readonly EMBEDDING_IN_PAGE?: string;
  readonly SUBJECT_KEYS?: string;
  readonly SESSION_KEYS?: string;
  readonly RECEIPT_KEYS?: string;
  readonly SHOP_KEYS?: string;
  readonly OFFLINE_KEYS?: string;
  readonly DRAW_KEY?: string;
  readonly PROFILE_KEYS?: string;
  readonly RELEASE_KEYS?: string;
};
