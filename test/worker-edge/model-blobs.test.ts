import {
  blobText,
  createBlobBuilder,
  DEFAULT_ACTIONS,
  DEFAULT_HAZARD_MODEL,
  decide,
  fromBase64url,
  hazardBlob,
  namesCode,
  type Release,
  STATE_NAMES,
  STATE_SIZE,
} from '@causeway/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askAt, openShop, type Shop } from './fixture.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.edge.stop());

/** τ and c of every action, each from a few numbers of the state, as a blob. */
const scoresBlob = (): string => {
  const outputs = 2 * DEFAULT_ACTIONS.length;
  const b = createBlobBuilder({ inputs: STATE_SIZE, names: namesCode(STATE_NAMES) });
  const w = Array.from({ length: outputs * STATE_SIZE }, (_, k) => (k % 7 === 0 ? ((k % 23) - 11) * 3 : 0));
  const out = b.vector(outputs);
  const from = { a: b.input, w: b.matrix(w, outputs, STATE_SIZE), v: b.floats(new Array(outputs).fill(1)) };
  b.op('gemv', { out, n: outputs, k: STATE_SIZE, ...from });
  return blobText(
    b.seal(
      out,
      outputs,
      Array.from({ length: STATE_SIZE }, (_, k) => (k % 5) / 4),
    ),
  );
};

const withBlobs = (release: Release): Partial<Release> => ({
  page: { ...release.page, blob: blobText(hazardBlob({ ...DEFAULT_HAZARD_MODEL, elapsed: 0.7 })) },
  policy: { ...release.policy, exploration: 0.1, temperature: 20, scores: scoresBlob() },
});

it('runs a release’s blobs in the kernel, an imported module, with the twin’s bits', async () => {
  const { release: plain } = await shop.publish();
  expect((await shop.call('GET', '/v1/health')).body).toMatchObject({ engine: null });
  const { release } = await shop.publish(withBlobs(plain));
  expect((await shop.call('GET', '/v1/health')).body).toMatchObject({ engine: 'kernel' });
  const drawKey = fromBase64url(shop.edge.keys.draw.secret) as Uint8Array;
  for (let k = 1; k <= 10; k++) {
    const { token, profile } = await shop.visit(`session-k${k}`, `person-k${k}`);
    const record = await shop.record((await shop.decide(token, askAt(k))).body.receipt);
    // Without runners of its own `decide` takes the twin.
    const again = decide({
      ask: { point: record.point, state: record.state, offered: record.offered },
      profile: { ...profile, z: record.z, spread: record.spread },
      session: record.session,
      counts: record.counts,
      spendableCents: record.masks['free-shipping'] === 'budget' ? 0 : 1e9,
      at: record.at,
      release: record.release,
      worker: record.worker,
      models: { ...release.page, policy: release.policy, actions: release.actions },
      drawKey,
    });
    expect({ ...again, lease: record.lease, granted: record.granted }).toEqual(record);
    expect(record.mode).toBe('policy');
  }
});
