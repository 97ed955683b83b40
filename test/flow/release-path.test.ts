import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstRelease, type Release, releaseDigest } from '@causeway/contract';
import {
  appendAudit,
  DEFAULT_PLAN,
  openRegistry,
  readAudit,
  runPath,
  signRelease,
  verifyRegistry,
} from '@causeway/offline';
import { createWorld } from '@causeway/offline/simulator';
import { type Edge, type EdgeClient, edgeClient, startEdge } from '@causeway/worker-edge/harness';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVisits } from '../../demo-store/loop/run-visits.ts';
import { PATIENT } from '../support/edge/shop.ts';

const dir = mkdtempSync(join(tmpdir(), 'causeway-path-'));
const origin = 'https://shop.test';
const world = createWorld({ seed: 9, people: 400 });
let edge: Edge;
let client: EdgeClient;
beforeAll(async () => {
  edge = await startEdge({
    persist: join(dir, 'edge'),
    origins: [origin],
    vars: { ...PATIENT, PERSON_PERIOD_HOURS: '0.000001' },
    quiet: true,
  });
  client = edgeClient({ url: edge.url, keys: edge.keys });
});
afterAll(async () => {
  await edge.stop();
  rmSync(dir, { recursive: true, force: true });
});

let from = 0;
/** Some shoppers come, and the log is brought. */
const crowd = async (release: Release, count: number): Promise<string> => {
  const shared = { world, edge, client, origin, release, clock: Date.now, chance: () => 0.5 };
  await runVisits({ ...shared, from, count });
  from += count;
  await edge.drain();
  await edge.exportLog(join(dir, 'log'));
  return join(dir, 'log');
};

/** A release whose policy nearly always does one thing. */
const always = (live: Release, arm: number): Release => {
  const effect = live.policy.effect.map((row, a) => (a === arm ? [1000, ...row.slice(1)] : row));
  return {
    ...live,
    sequence: live.sequence + 1,
    policy: { ...live.policy, effect, exploration: 0.1, trainedOn: 1 },
  };
};

test('a candidate goes from shadow to all; one that gives too much away is rolled back within a minute; each step is signed', async () => {
  const registry = openRegistry(join(dir, 'registry'));
  const signer = edge.keys.releaseSigner;
  const live = firstRelease({
    createdAt: Date.now(),
    budget: { id: 'path', capCents: 1_000_000 },
    salt: 'path',
  });
  await client.putRelease(await signRelease(live, signer, Date.now()));
  const plan = {
    ...DEFAULT_PLAN,
    ramp: [0.5, 1],
    minDecisions: 30,
    minPeople: 15,
    // A few dozen people rule nothing out.
    ruledOutOrders: 1,
    minStepMs: 0,
    settleMs: 0,
    // The edge's draws differ from run to run: the guardrails may not take their chance for harm, one time in a hundred.
    alpha: 1e-6,
  };
  const path = (candidate: Release, more: Partial<typeof plan>) =>
    runPath({
      candidate,
      live,
      incumbent: live.policy,
      plan: { ...plan, ...more },
      edge: client,
      registry,
      signer,
      who: 'test',
      readLog: () => crowd(live, 60),
      clock: Date.now,
      wait: async () => {},
      everyMs: 0,
    });
  const good = always(live, 1);
  await expect(path(good, {})).rejects.toThrow(/no gate has seen it/);
  const let_ = async (release: Release) => {
    const artefacts = [{ kind: 'release', name: registry.put('release', release) }];
    await appendAudit(registry, { at: Date.now(), who: 'test', what: 'pass', artefacts }, signer);
  };
  await let_(good);
  const done = await path(good, {});
  expect(done.outcome).toBe('live');
  const after = readAudit(registry).map(({ what, detail }) =>
    `${what} ${detail.step ?? detail.sequence ?? ''}`.trim(),
  );
  expect(after).toEqual([
    'pass',
    'publish 2',
    'step shadow',
    'publish 3',
    'step 50 %',
    'publish 4',
    'step 100 %',
    'live 4',
  ]);

  // discount-10 for everyone whom the shop knows, where nothing may be spent
  const generous = { ...always(live, 6), sequence: 5 };
  await let_(generous);
  const undone = await path(generous, { maxSpend: 0, minPeople: 250, alpha: 1e-3 });
  expect(undone.outcome).toBe('rolled back');
  expect(undone.last?.checks.filter(({ outcome }) => outcome === 'breach').map(({ check }) => check)).toEqual(
    ['spend'],
  );
  expect(undone.rollbackMs).toBeLessThan(60_000);
  expect(undone.exposed.people).toBeGreaterThan(0);
  expect(undone.exposed.gainCents).not.toBeNull();
  const health = (await (await fetch(`${edge.url}/v1/health`)).json()) as { release: string };
  expect(health.release).toBe(releaseDigest(live));
  const found = await verifyRegistry(registry);
  expect(found.faults).toEqual([]);
  expect(found.signed).toBe(found.entries);
}, 240_000);
