import { Fault } from '@causeway/contract';
import type { Env } from './env.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** How long what the edge signs is good for. A receipt outlives its visit, since a beacon may be late. */
export const PROFILE_LIFE_MS = 30 * 60 * SECOND;
export const SESSION_LIFE_MS = 24 * HOUR;
export const RECEIPT_LIFE_MS = 48 * HOUR;
/** A profile that is not published again for so long is forgotten by the edge. */
export const PROFILE_TTL_SECONDS = 90 * 24 * 3600;
/** The audience of releases: the edge itself, not a page. */
export const EDGE_AUDIENCE = 'causeway-edge';

export type Config = {
  readonly origins: readonly string[];
  readonly worker: string;
  readonly personPeriodMs: number;
  readonly reservationMs: number;
  readonly leaseMs: number;
  readonly graceMs: number;
  /** how long a decision waits for an object; the page itself gives up after 150 ms */
  readonly objectDeadlineMs: number;
  /** how long a profile waits for KV before the prior stands in */
  readonly readDeadlineMs: number;
  /** how long a store is waited for: the release, when the isolate has none; a batch, before it goes another way */
  readonly releaseDeadlineMs: number;
  readonly writeDeadlineMs: number;
  /** whether z is sealed for the edge alone, and the page runs on the prior */
  readonly sealEmbedding: boolean;
};

const count = (env: Env, name: keyof Env, fallback: number): number => {
  const raw = env[name] as string | undefined;
  const value = raw === undefined ? fallback : Number(raw);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Fault('bad-config', name, `got ${JSON.stringify(raw)}, allowed is a number over 0`);
};

const isSealed = ({ EMBEDDING_IN_PAGE: value = 'open' }: Env): boolean => {
  if (value === 'open' || value === 'sealed') return value === 'sealed';
  throw new Fault(
    'bad-config',
    'EMBEDDING_IN_PAGE',
    `got ${JSON.stringify(value)}, allowed are open and sealed`,
  );
};

const isOrigin = (text: string): boolean => {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
};

/** The worker's vars, checked. Throws `bad-config` that names the var. */
export const readConfig = (env: Env): Config => {
  const origins = (env.ORIGINS ?? '').split(',').map((text) => text.trim());
  for (const origin of origins) {
    if (origin !== '' && !isOrigin(origin)) {
      throw new Fault(
        'bad-config',
        'ORIGINS',
        `got ${JSON.stringify(origin)}, allowed is an exact origin like https://shop.example`,
      );
    }
  }
  return {
    origins: origins.filter((origin) => origin !== ''),
    worker: (env.WORKER_VERSION ?? 'unnamed').slice(0, 40),
    personPeriodMs: count(env, 'PERSON_PERIOD_HOURS', 168) * HOUR,
    reservationMs: count(env, 'RESERVATION_HOURS', 48) * HOUR,
    leaseMs: count(env, 'LEASE_SECONDS', 60) * SECOND,
    graceMs: count(env, 'LEASE_GRACE_SECONDS', 600) * SECOND,
    objectDeadlineMs: count(env, 'OBJECT_DEADLINE_MS', 100),
    readDeadlineMs: count(env, 'READ_DEADLINE_MS', 200),
    releaseDeadlineMs: count(env, 'RELEASE_DEADLINE_MS', 1000),
    writeDeadlineMs: count(env, 'WRITE_DEADLINE_MS', 5000),
    sealEmbedding: isSealed(env),
  };
};
