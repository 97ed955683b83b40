import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Miniflare, WorkerOptions } from 'miniflare';
import { bundleWorker } from './bundle-worker.ts';
import { patientFetch } from './patient-fetch.ts';
import type { readWrangler } from './read-wrangler.ts';

export type Bucket = {
  list(prefix: string): Promise<string[]>;
  /** the text of an object, unpacked when its name ends in .gz */
  read(key: string): Promise<string | null>;
};

/** What the worker keeps, as the process that started it sees it. */
export type Stores = Bucket & {
  has(key: string): Promise<boolean>;
  put(key: string, text: string): Promise<void>;
  /** puts a message into the log's queue */
  send(message: unknown): Promise<void>;
  /** runs the worker's minutely task as it would run at a time, ms since 1970; whether it ended well */
  sweep(at: number): Promise<boolean>;
};

type Wrangler = ReturnType<typeof readWrangler>;

const NAME = 'stores';
const entry = fileURLToPath(new URL('./stores-worker.ts', import.meta.url));

/**
 * The stores over HTTP, from a second worker in the same workerd. Miniflare's own stubs ask for each property of an object by blocking
 * this process, and a wake-up that comes too early leaves every later answer one call behind, for good: seen on a busy machine.
 */
export const storesBeside = async (edge: Wrangler) => {
  const secret = randomUUID();
  const worker: WorkerOptions = {
    name: NAME,
    modules: await bundleWorker(entry),
    compatibilityDate: edge.compatibilityDate,
    compatibilityFlags: ['service_binding_extra_handlers'],
    r2Buckets: edge.r2Buckets,
    queueProducers: edge.queueProducers,
    serviceBindings: { EDGE: edge.name },
    bindings: { SECRET: secret },
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  };
  const open = async (miniflare: Miniflare): Promise<Stores> => {
    const url = String(await miniflare.unsafeGetDirectURL(NAME));
    const ask = async (call: object): Promise<Response> => {
      const answer = await patientFetch(url, {
        method: 'POST',
        headers: { authorization: secret },
        body: JSON.stringify(call),
      });
      if (!answer.ok && answer.status !== 404)
        throw new Error(`the stores answered ${answer.status}: ${await answer.text()}`);
      return answer;
    };
    const told = async <T>(call: object): Promise<T> => (await ask(call)).json() as Promise<T>;
    return {
      list: (prefix) => told({ do: 'list', prefix }),
      async read(key) {
        const answer = await ask({ do: 'read', key });
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (answer.status === 404) return null;
        return (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      },
      has: (key) => told({ do: 'has', key }),
      put: (key, text) => told({ do: 'put', key, text }),
      send: (message) => told({ do: 'send', message }),
      sweep: (at) => told({ do: 'sweep', at }),
    };
  };
  return { worker, open };
};
