import { readFileSync } from 'node:fs';
import type { WorkerOptions } from 'miniflare';

type Consumer = {
  queue: string;
  max_batch_size?: number;
  max_retries?: number;
  retry_delay?: number;
  dead_letter_queue?: string;
};

/** The parts of wrangler.jsonc that this worker uses. */
type Wrangler = {
  name: string;
  compatibility_date: string;
  kv_namespaces: { binding: string; id: string }[];
  r2_buckets: { binding: string; bucket_name: string }[];
  queues: { producers: { binding: string; queue: string }[]; consumers: Consumer[] };
  durable_objects: { bindings: { name: string; class_name: string }[] };
  migrations: { new_sqlite_classes: string[] }[];
  ratelimits: { name: string; simple: { limit: number; period: 10 | 60 } }[];
  analytics_engine_datasets: { binding: string; dataset: string }[];
  vars: Record<string, string>;
};

const drop = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

/** JSON with whole-line comments, which is all that our file has. */
const parse = (text: string): Wrangler => JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as Wrangler;

/** Miniflare's options from wrangler.jsonc, so that there is one list of bindings. */
export const readWrangler = (
  file: URL,
): Omit<WorkerOptions, 'modules' | 'script'> & { bindings: Record<string, string> } => {
  const w = parse(readFileSync(file, 'utf8'));
  const sqlite = new Set(w.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes));
  return {
    name: w.name,
    compatibilityDate: w.compatibility_date,
    kvNamespaces: Object.fromEntries(w.kv_namespaces.map(({ binding, id }) => [binding, id])),
    r2Buckets: Object.fromEntries(w.r2_buckets.map(({ binding, bucket_name }) => [binding, bucket_name])),
    queueProducers: Object.fromEntries(
      w.queues.producers.map(({ binding, queue }) => [binding, { queueName: queue }]),
    ),
    queueConsumers: Object.fromEntries(
      w.queues.consumers.map((c) => [
        c.queue,
        drop({
          maxBatchSize: c.max_batch_size,
          // Nobody waits here for a fuller batch.
          maxBatchTimeout: 0.1,
          maxRetries: c.max_retries,
          retryDelay: c.retry_delay,
          deadLetterQueue: c.dead_letter_queue,
        }),
      ]),
    ) as NonNullable<WorkerOptions['queueConsumers']>,
    durableObjects: Object.fromEntries(
      w.durable_objects.bindings.map(({ name, class_name }) => [
        name,
        { className: class_name, useSQLite: sqlite.has(class_name) },
      ]),
    ),
    ratelimits: Object.fromEntries(w.ratelimits.map(({ name, simple }) => [name, { simple }])),
    analyticsEngineDatasets: Object.fromEntries(
      w.analytics_engine_datasets.map(({ binding, dataset }) => [binding, { dataset }]),
    ),
    bindings: { ...w.vars },
  };
};
