import type { Stage } from '@causeway/contract';
import { PATHS } from '@causeway/contract';
import type { Visit, VisitOptions } from '../core/index.ts';
import { createVisit, fetchSend, platformSchedule } from '../core/index.ts';
import { within } from '../core/within.ts';
import { lazyOnnx } from '../hazard/lazy-onnx.ts';
import type { OnnxPlaces } from '../hazard/release-onnx.ts';
import { cryptoChance } from './chance.ts';
import { createDelivery, type Delivery } from './create-delivery.ts';
import { handOver } from './hand-over.ts';
import { keptTable } from './kept-table.ts';
import type { StartOptions } from './start-options.ts';
import { unsentQueue } from './unsent-queue.ts';
import { visitStore } from './visit-store.ts';

/** IndexedDB may be slow or closed: a visit does not wait longer for it, ms. */
const STORE_MS = 500;

export type OpenedVisit = {
  readonly visit: Visit;
  /** null without an edge: there is nothing to ask or to send, and so nothing to keep */
  readonly delivery: Delivery | null;
  /** Sends what gone pages left, now: the connection is back. */
  readonly online: () => void;
  /** stages of this visit's pages before */
  readonly trail: readonly Stage[];
  /** Whatever was on its way, nothing is sent or kept from now on. */
  readonly stop: () => void;
  /** a request of our own, which says nothing about the shop */
  readonly isOwnRequest: (url: string) => boolean;
};

export type OpenHooks = {
  readonly clock: () => number;
  /** the stage that a new visit begins on */
  readonly stage: Stage;
  readonly isStopped: () => boolean;
  readonly onEvent: VisitOptions['onEvent'];
};

/**
 * This page's visit, new or gone on with: a random name and the profile token kept on the device, decisions over fetch, delivery.
 * Null when stopped before the device answered.
 */
export const openVisit = async (
  options: StartOptions,
  view: Window & typeof globalThis,
  { clock, stage, isStopped, onEvent }: OpenHooks,
): Promise<OpenedVisit | null> => {
  const { edge, beacons = edge ?? '', runtime, onnx } = options;
  const chance = cryptoChance(view.crypto);
  const page = chance.name(6);
  const device = keptTable();
  let stopped = false;
  const put = (key: string, value?: unknown): Promise<unknown> =>
    stopped ? Promise.reject() : device.put(key, value);
  /** Null when the device does not answer; undefined is its word that it has none. */
  const soon = (promise: Promise<unknown>) =>
    within(promise, STORE_MS, platformSchedule).catch(() => null) as Promise<string | null | undefined>;
  const kept = edge === undefined ? [] : [soon(device.get('anonymous')), soon(device.get('profile'))];
  const [name, profileToken] = await Promise.all(kept);
  if (isStopped()) return null;
  const anonymous = name ?? chance.name(16);
  if (edge !== undefined && name === undefined) void soon(put('anonymous', anonymous));
  const stored = visitStore(view).read(clock());
  const resume = stored?.snapshot;
  const fetcher: typeof fetch = (to, init) => (stopped ? Promise.reject() : view.fetch(to, init));
  const visit = createVisit({
    edge: edge ?? null,
    origin: view.location.origin,
    session: resume?.session ?? chance.name(12),
    anonymous,
    subjectToken: options.subjectToken,
    clock,
    chance: chance.uniform,
    send: fetchSend(edge ?? '', fetcher),
    sendLog: fetchSend(beacons, fetcher),
    subtle: view.crypto.subtle,
    keys: options.keys ?? [],
    context: {
      mobile: view.matchMedia?.('(pointer: coarse)').matches ?? false,
      returning: resume?.context.returning ?? Boolean(name),
    },
    stage,
    hazardRuntime:
      options.hazardRuntime ?? (runtime === 'onnxruntime' ? lazyOnnx(onnx as OnnxPlaces) : undefined),
    deadlineMs: options.deadlineMs,
    resume,
    profileToken: profileToken ?? undefined,
    page,
    onEvent,
  });
  const trail = stored?.trail ?? [];
  const stop = () => {
    stopped = true;
  };
  if (edge === undefined)
    return { visit, delivery: null, online: () => undefined, trail, stop, isOwnRequest: () => false };
  const { locks } = view.navigator;
  const { post, count } = visit;
  const unsent = unsentQueue({ page, store: { ...device, put }, post, locks, clock, count });
  // Before anything is asked: what is no address ends here, where nothing has begun that could not be stopped.
  const own = [edge, beacons].map((base) => new URL(base, view.location.href).href);
  visit.on('profile', ({ token }) => void soon(put('profile', token)));
  void visit.start().then(() => unsent.drain());
  return {
    visit,
    delivery: createDelivery({ visit, unsent, handOver: handOver(view, beacons + PATHS.log), clock }),
    online: () => void unsent.drain(true),
    trail,
    stop,
    isOwnRequest: (url) => own.some((base) => url.startsWith(base)),
  };
};
