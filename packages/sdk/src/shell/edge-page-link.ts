import { PATHS } from '@causeway/contract';
import { createVisit, fetchSend } from '../core/index.ts';
import { within } from '../core/within.ts';
import { lazyOnnx } from '../hazard/lazy-onnx.ts';
import type { OnnxPlaces } from '../hazard/release-onnx.ts';
import { createDelivery } from './create-delivery.ts';
import { deviceStore } from './device-store.ts';
import { handOver } from './hand-over.ts';
import type { MakePageLink } from './page-link.ts';
import { unsentQueue } from './unsent-queue.ts';

/** IndexedDB may be slow or closed: a visit does not wait longer for it, ms. */
const STORE_MS = 500;

const nothing = () => undefined;
const NOTHING = { tick: nothing, hide: nothing, online: nothing, stop: nothing, isOwnRequest: () => false };

/** An edge: a random name and the profile token kept on the device, decisions over fetch, beacons by `createDelivery`. */
export const edgePageLink: MakePageLink = async ({ options, view, page, chance, clock, schedule }) => {
  const { edge, beacons = edge, subjectToken, keys = [], deadlineMs, runtime, onnx, hazardRuntime } = options;
  const device = deviceStore();
  /** Nothing when the device does not answer; null is its word that it has none. */
  const soon = <T>(promise: Promise<T>): Promise<T | undefined> =>
    within(promise, STORE_MS, 'device', schedule).catch(() => undefined);
  // Without an edge there is nothing to ask or to send, and so nothing to keep.
  const [name, profileToken] =
    edge === undefined ? ['', null] : await Promise.all([soon(device.anonymous()), soon(device.profile())]);
  const anonymous = name || chance.name(16);
  if (name === null) void soon(device.setAnonymous(anonymous));
  let stopped = false;
  /** Whatever was on its way when the page was stopped, nothing follows it. */
  const fetcher: typeof fetch = (to, init) => (stopped ? Promise.reject() : view.fetch(to, init));
  const sendLog = fetchSend(beacons ?? '', fetcher);
  return {
    known: Boolean(name),
    create: (more) =>
      createVisit({
        edge: edge ?? null,
        anonymous,
        subjectToken,
        chance: chance.uniform,
        send: fetchSend(edge ?? '', fetcher),
        sendLog,
        subtle: view.crypto.subtle,
        keys,
        profileToken: profileToken ?? undefined,
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
        ...(runtime === 'onnxruntime' ? { hazardRuntime: lazyOnnx(onnx as OnnxPlaces) } : {}),
        ...(hazardRuntime === undefined ? {} : { hazardRuntime }),
        ...more,
      }),
    attach(visit) {
      if (edge === undefined || beacons === undefined) return NOTHING;
      const own = [edge, beacons].map((base) => new URL(base, view.location.href).href);
      const unsent = unsentQueue({
        page,
        store: device,
        send: sendLog,
        locks: view.navigator.locks,
        clock,
        chance: chance.uniform,
        schedule,
        count: visit.count,
      });
      const delivery = createDelivery({
        visit,
        unsent,
        handOver: handOver(view, beacons + PATHS.log),
        clock,
      });
      visit.on('profile', ({ token }) => stopped || void soon(device.setProfile(token)));
      void visit.start().then(unsent.drain);
      return {
        tick: delivery.tick,
        hide: delivery.hide,
        online: () => void unsent.drain(),
        stop() {
          stopped = true;
          delivery.stop();
          unsent.stop();
        },
        isOwnRequest: (url) => own.some((base) => url.startsWith(base)),
      };
    },
  };
};
