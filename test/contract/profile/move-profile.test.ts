import {
  checkStoredProfile,
  dequantise,
  type EmbeddingDynamics,
  expectedDistance,
  firstRelease,
  moveProfile,
  type NamedDynamics,
  parseRelease,
  resetEmbedding,
  SESSION_SUMMARY_NAMES,
  SESSION_SUMMARY_SIZE,
  type StoredProfile,
  servedEmbedding,
  sessionSummary,
  stepEmbedding,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';

const D = 8;
const K = SESSION_SUMMARY_SIZE;
const grid = (rows: number, columns: number, of: (i: number, j: number) => number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => of(i, j)));
const model: EmbeddingDynamics = {
  kind: 'embedding-dynamics',
  version: 1,
  encoder: 'e'.repeat(64),
  a: grid(D, D, (i, j) => (i === j ? 0.9 : 0.01)),
  b: grid(D, K, (i, j) => 0.1 * ((i + j) % 3)),
  q: grid(D, D, (i, j) => (i === j ? 0.02 : 0)),
  mostDistance: 0.8,
  mostSteps: 50,
};
const dynamics: NamedDynamics = { digest: 'd'.repeat(64), model };
const profile: StoredProfile = {
  kind: 'profile',
  version: 1,
  release: 'e'.repeat(64),
  at: 1000,
  z: [32, -32, 16, 0, 5, -5, 64, -64],
  spread: 0.2,
};
const u = SESSION_SUMMARY_NAMES.map((_, k) => (k % 4) / 4);
const visit = (n: number) => ({ session: `session-${n}`, u, at: 1000 + n });

describe('a profile that visits move', () => {
  it('is at A z + B u, with the spread of A P Aᵀ + Q, after one and after two', () => {
    let moving = resetEmbedding(dequantise(profile.z), new Array(D).fill(0.2));
    let moved = profile;
    for (const n of [1, 2]) {
      moving = stepEmbedding(model, moving, u);
      moved = moveProfile(moved, dynamics, visit(n));
      for (const [k, z] of moving.z.entries()) expect(moved.moved?.z[k]).toBeCloseTo(z, 5);
      expect(moved.moved?.spread).toBeCloseTo(expectedDistance(moving) / Math.sqrt(D), 5);
      expect(moved.moved?.steps).toBe(n);
    }
    expect(checkStoredProfile(JSON.parse(JSON.stringify(moved)), 'profile')).toEqual(moved);
    expect(moved).toMatchObject({ z: profile.z, spread: profile.spread });
  });

  it('moves once a visit, however often it is told of', () => {
    const once = moveProfile(profile, dynamics, visit(1));
    expect(moveProfile(once, dynamics, visit(1))).toBe(once);
    const twice = moveProfile(once, dynamics, visit(2));
    expect(moveProfile(twice, dynamics, visit(1))).toBe(twice);
  });

  it('is served as moved under its own dynamics alone, and starts from the batch under others', () => {
    const moved = moveProfile(profile, dynamics, visit(1));
    const served = servedEmbedding(moved, dynamics.digest);
    expect(served.z).not.toEqual(profile.z);
    expect(served.spread).toBeGreaterThan(profile.spread);
    for (const other of [null, 'f'.repeat(64)])
      expect(servedEmbedding(moved, other)).toMatchObject({ z: profile.z, spread: profile.spread });
    const other = { digest: 'f'.repeat(64), model };
    expect(moveProfile(moved, other, visit(2)).moved).toMatchObject({ steps: 1, sessions: ['session-2'] });
  });

  it('goes back to the batch once its drift is at the bound, and moves no more', () => {
    let moved = profile;
    let steps = 0;
    for (; moved.moved?.spent !== 1; steps++) moved = moveProfile(moved, dynamics, visit(steps));
    expect(steps).toBeGreaterThan(2);
    expect(steps).toBeLessThan(50);
    expect(servedEmbedding(moved, dynamics.digest)).toMatchObject({ z: profile.z, spread: profile.spread });
    expect(moveProfile(moved, dynamics, visit(99))).toBe(moved);
  });

  it('keeps every coordinate where it can be quantised', () => {
    const wild = { digest: dynamics.digest, model: { ...model, b: grid(D, K, (i) => (i < 4 ? 1e5 : -1e5)) } };
    const { z } = servedEmbedding(moveProfile(profile, wild, visit(1)), wild.digest);
    expect(z).toEqual([127, 127, 127, 127, -128, -128, -128, -128]);
  });
});

it('the summary of a visit has a number for every name', () => {
  const step = {
    step: 6,
    context: {
      cartItems: 3,
      cartCents: 8000,
      discount: true,
      mobile: false,
      returning: true,
      elapsedMs: 300_000,
    },
    phi: new Array(16).fill(0.25),
    smoothed: 1.5,
    hazard: 0.1,
    survival: 0.6,
  };
  const all = sessionSummary(step, true);
  const named = Object.fromEntries(SESSION_SUMMARY_NAMES.map((name, k) => [name, all[k]]));
  expect(all).toHaveLength(K);
  expect(named).toMatchObject({
    one: 1,
    ordered: 1,
    'cart.items': 0.5,
    'cart.value': 0.5,
    discount: 1,
    mobile: 0,
  });
  expect(named).toMatchObject({ 'elapsed.minutes': 0.5, 'elapsed.steps': 0.5, hazard: 0.1, survival: 0.6 });
  expect(sessionSummary(step, false)[1]).toBe(0);
});

describe('a release with dynamics', () => {
  const release = (over: Partial<EmbeddingDynamics>, lineage = [model.encoder]) => ({
    ...firstRelease({ createdAt: 1, budget: { id: 'b', capCents: 1 }, salt: 's' }),
    lineage,
    dynamics: { ...model, ...over },
  });

  it('is whole when they fit z, the summary and the encoder', () => {
    expect(parseRelease(release({}), 'release').dynamics).toEqual(model);
  });

  it.each([
    ['an A of another size', release({ a: grid(D, D + 1, () => 0) }), /dynamics\.a: got 8 rows of 9/],
    ['a B of another summary', release({ b: grid(D, K - 1, () => 0) }), /dynamics\.b: got 8 rows of/],
    ['a Q of too few rows', release({ q: grid(D - 1, D, () => 0) }), /dynamics\.q: got 7 rows of 8/],
    ['ragged rows', release({ a: [...grid(D - 1, D, () => 0), [1]] }), /got 8 rows of 8 and 1/],
    ['the dynamics of another encoder', release({}, []), /encoder: it is not in the lineage/],
  ])('refuses %s', (_, value, why) => {
    expect(() => parseRelease(value, 'release')).toThrow(why);
  });
});
