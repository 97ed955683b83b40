import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '@causeway/contract';
import type { Alert } from './alert.ts';

export type Delivery = {
  readonly fresh: readonly Alert[];
  /** told before */
  readonly repeated: number;
  /** what went wrong at the webhook; the file holds the alerts all the same */
  readonly webhook: 'none' | 'sent' | { readonly failed: string };
};

const TRIES = 3;

const readIds = (file: string): Set<string> => {
  if (!existsSync(file)) return new Set();
  const ids = new Set<string>();
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, k) => {
      if (line.trim() === '') return;
      try {
        ids.add((JSON.parse(line) as Alert).id);
      } catch {
        throw new Fault(
          'bad-input',
          `${file}:${k + 1}`,
          'it is not an alert: the file was written by something else',
        );
      }
    });
  return ids;
};

/**
 * Tells each trouble once: alerts whose id the file (NDJSON) does not hold are appended to it and posted to the webhook together, as
 * {alerts: [..]}. A webhook that fails is tried three times and then reported; it never stops the run.
 */
export const deliverAlerts = async (
  alerts: readonly Alert[],
  to: {
    readonly file: string;
    readonly webhook?: string;
    readonly post?: (url: string, body: string) => Promise<{ readonly ok: boolean; readonly status: number }>;
    readonly wait?: (ms: number) => Promise<void>;
  },
): Promise<Delivery> => {
  const told = readIds(to.file);
  const fresh = [
    ...new Map(alerts.filter(({ id }) => !told.has(id)).map((alert) => [alert.id, alert])).values(),
  ];
  const repeated = alerts.length - fresh.length;
  if (fresh.length === 0) return { fresh, repeated, webhook: 'none' };
  mkdirSync(dirname(to.file), { recursive: true });
  appendFileSync(to.file, fresh.map((alert) => `${JSON.stringify(alert)}\n`).join(''));
  if (to.webhook === undefined) return { fresh, repeated, webhook: 'none' };
  const post =
    to.post ??
    ((url, body) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(10_000),
      }));
  const wait = to.wait ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  let failed = '';
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      const { ok, status } = await post(to.webhook, JSON.stringify({ alerts: fresh }));
      if (ok) return { fresh, repeated, webhook: 'sent' };
      failed = `it answered ${status}`;
    } catch (error) {
      failed = error instanceof Error ? error.message : String(error);
    }
    if (tries < TRIES) await wait(500 * tries);
  }
  return { fresh, repeated, webhook: { failed } };
};
