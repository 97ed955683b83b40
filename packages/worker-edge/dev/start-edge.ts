import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { bundleWorker } from './bundle-worker.ts';
import { claimFolder, freeFolder } from './claim-folder.ts';
import type { DevKeys } from './dev-keys.ts';
import { keysInFile, makeDevKeys, workerSecrets } from './dev-keys.ts';
import { drain } from './drain.ts';
import { exportLog } from './export-log.ts';
import { workerdOf } from './list-processes.ts';
import { readWrangler } from './read-wrangler.ts';
import { type Stores, storesBeside } from './stores-beside.ts';

export type EdgeOptions = {
  /** a free one when absent */
  readonly port?: number;
  /** KV, R2 and the objects live here over restarts; without it, nowhere */
  readonly persist?: string;
  /** exact origins of the pages that may call */
  readonly origins: readonly string[];
  /** else those of `persist`/keys.json, else new ones */
  readonly keys?: DevKeys;
  /** vars of wrangler.jsonc to set otherwise */
  readonly vars?: Readonly<Record<string, string>>;
  readonly quiet?: boolean;
  /** gets what the worker writes to its log, instead of the terminal */
  readonly onLog?: (text: string) => void;
  /** counts visits by network address; off, since everybody on one machine has the same */
  readonly limitAddresses?: boolean;
  /** another entry that wraps the worker's own: for tests that make its stores fail */
  readonly entry?: string;
};

export type Edge = {
  readonly url: string;
  readonly keys: DevKeys;
  /** the process that runs the worker */
  readonly workerdPid: number;
  /** R2, and the ways into the log's queue and its sweep */
  bucket(): Promise<Stores>;
  /** writes every line of the log (merged or not yet) under `dir` as NDJSON, erased subjects left out; how many lines */
  exportLog(dir: string): Promise<number>;
  /** waits until the queue has been consumed and the inbox merged */
  drain(): Promise<void>;
  /** the runtime itself, for tests that look into bindings and objects */
  readonly miniflare: Miniflare;
  stop(): Promise<void>;
};

const withoutAddresses = <T extends object>(limits: T | undefined): T =>
  Object.fromEntries(Object.entries(limits ?? {}).filter(([name]) => name !== 'PROFILE_LIMIT')) as T;

/** Starts the real worker in workerd on loopback, with the bindings of wrangler.jsonc. */
export const startEdge = async (options: EdgeOptions): Promise<Edge> => {
  const { persist } = options;
  const keys =
    options.keys ??
    (persist === undefined ? await makeDevKeys() : await keysInFile(join(persist, 'keys.json')));
  const config = readWrangler(new URL('../wrangler.jsonc', import.meta.url));
  if (persist !== undefined) freeFolder(persist);
  const before = new Set(workerdOf(process.pid));
  const stores = await storesBeside(config);
  const miniflare = new Miniflare({
    // The place of the request is not looked up: nothing here leaves the machine.
    cf: false,
    host: '127.0.0.1',
    port: options.port ?? 0,
    log: new Log(options.quiet === true ? LogLevel.NONE : LogLevel.WARN),
    ...(options.quiet === true || options.onLog !== undefined
      ? {
          handleRuntimeStdio: (out: Readable, err: Readable) => {
            // Read in any case: a pipe that fills up would hold the worker.
            for (const stream of [out, err])
              stream.on('data', (text: Buffer) => options.onLog?.(String(text)));
          },
        }
      : {}),
    ...(persist === undefined
      ? {}
      : {
          kvPersist: join(persist, 'kv'),
          r2Persist: join(persist, 'r2'),
          durableObjectsPersist: join(persist, 'objects'),
        }),
    workers: [
      {
        ...config,
        modules: await bundleWorker(options.entry),
        bindings: {
          ...config.bindings,
          ...options.vars,
          ORIGINS: options.origins.join(','),
          ...workerSecrets(keys),
        },
        ...(options.limitAddresses === true ? {} : { ratelimits: withoutAddresses(config.ratelimits) }),
      },
      stores.worker,
    ],
  });
  const ready = await miniflare.ready;
  const workerdPid = workerdOf(process.pid).find((pid) => !before.has(pid)) ?? 0;
  if (persist !== undefined) claimFolder(persist, workerdPid);
  const bucket = await stores.open(miniflare);
  let stopping: Promise<void> | undefined;
  return {
    url: ready.origin,
    keys,
    workerdPid,
    miniflare,
    bucket: async () => bucket,
    exportLog: (dir) => exportLog(bucket, dir),
    drain: () => drain(bucket),
    stop: () => (stopping ??= miniflare.dispose()),
  };
};
