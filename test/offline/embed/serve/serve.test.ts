import { openModel } from '@causeway/contract';
import { describe, expect, it } from 'vitest';
import {
  alignEncoder,
  alignVectors,
  checkAlignment,
  deltaVectors,
  type EncoderLayers,
  exportEncoder,
  fitDynamics,
  MOST_VECTOR_BYTES,
  messageOf,
  neighboursOf,
  openVector,
  packLayers,
  packVector,
  parseEncoder,
  runEncoder,
  SPREAD_ERROR,
  sealVector,
  sparseOf,
  unpackLayers,
  unpackVector,
  Z_ERROR,
} from '../../../../packages/offline/src/embed/index.ts';
import { makeRandom } from '../../../../packages/offline/src/maths/index.ts';

const random = makeRandom(4);
const numbers = (n: number, size = 0.5) => Float32Array.from({ length: n }, () => size * random.normal());
const layersOf = (graph: boolean): EncoderLayers => ({
  inputs: 6,
  width: 8,
  hidden: 5,
  size: 3,
  graph,
  w1: numbers(48),
  b1: numbers(8),
  w2: numbers(graph ? 80 : 40),
  b2: numbers(5),
  w3: numbers(15),
  b3: numbers(3),
  w4: numbers(15, 0.2),
  b4: numbers(3, 0.2),
});
const n = 300;
const x = sparseOf(
  Float64Array.from({ length: n * 6 }, () => (random.uniform() < 0.5 ? 0 : random.normal())),
  n,
  6,
);
const digestText = '0123456789abcdef'.repeat(4);

describe('the exported encoder', () => {
  it.each([false, true])('gives the study’s z and variances in the kernel’s blob (graph: %s)', (graph) => {
    const layers = layersOf(graph);
    const messages = Array.from({ length: n }, () => Float64Array.from({ length: 8 }, random.normal));
    const run = runEncoder(layers, x, graph ? { message: (i) => messages[i] as Float64Array } : {});
    const { blob } = exportEncoder(layers, ['a', 'b', 'c', 'd', 'e', 'f']);
    const model = openModel(blob);
    const row = new Float32Array(graph ? 14 : 6);
    for (let i = 0; i < n; i++) {
      row.fill(0);
      for (let e = x.start[i] as number; e < (x.start[i + 1] as number); e++)
        row[x.index[e] as number] = x.value[e] as number;
      if (graph) row.set(messages[i] as Float64Array, 6);
      const out = model.run(row);
      for (let k = 0; k < 3; k++) {
        expect(Math.abs((out[k] as number) - (run.z[i * 3 + k] as number))).toBeLessThan(1e-5);
        expect(Math.exp((out[3 + k] as number) / 2)).toBeCloseTo(run.spread[i * 3 + k] as number, 4);
      }
    }
  });

  it('comes back from its artefact, and a damaged one is refused', () => {
    const layers = layersOf(true);
    const packed = packLayers(layers);
    expect(unpackLayers(packed)).toEqual(layers);
    expect(() => unpackLayers({ ...packed, width: 12 })).toThrow(/finite ones are needed/);
    expect(() => parseEncoder({ kind: 'other' }, 'x.json')).toThrow(/no profile encoder/);
    expect(() => parseEncoder({ kind: 'profile-encoder', version: 2 }, 'x.json')).toThrow(
      /got 2, allowed is 1/,
    );
  });
});

describe('a published vector', () => {
  const vector = (z: number[], spread: number[], at = 1.7e12) =>
    packVector({ encoder: digestText, at, z, spread });

  it('keeps z within 1/64 and the spread within 2.2 %, in at most 128 bytes', () => {
    for (let k = 0; k < 200; k++) {
      const z = Array.from({ length: 8 }, () => Math.max(-4, Math.min(3.96, random.normal() * 2)));
      const spread = Array.from({ length: 8 }, () => 0.1 + 2.9 * random.uniform());
      const bytes = vector(z, spread);
      const back = unpackVector(bytes);
      expect(bytes.length).toBe(34);
      expect(back.encoder).toBe(digestText.slice(0, 16));
      expect(back.at).toBe(1.7e12);
      z.forEach((v, j) => {
        expect(Math.abs(v - (back.z[j] as number))).toBeLessThanOrEqual(Z_ERROR);
      });
      spread.forEach((v, j) => {
        expect(Math.abs((back.spread[j] as number) / v - 1)).toBeLessThanOrEqual(SPREAD_ERROR);
      });
    }
    const most = (MOST_VECTOR_BYTES - 18) / 2;
    expect(vector(new Array(most).fill(1), new Array(most).fill(1)).length).toBe(MOST_VECTOR_BYTES);
    expect(() => vector(new Array(most + 1).fill(1), new Array(most + 1).fill(1))).toThrow(/allowed are 128/);
  });

  it('is published again only when it says something else', () => {
    const before = new Map([
      ['a', vector([1], [0.5])],
      ['b', vector([1], [0.5])],
      ['c', vector([1], [0.5])],
    ]);
    const after = new Map([
      ['a', vector([1.001], [0.5], 1.8e12)],
      ['b', vector([1.2], [0.5])],
      ['d', vector([0], [1])],
    ]);
    expect(deltaVectors(before, after)).toEqual({ put: ['b', 'd'], remove: ['c'], same: 1 });
  });

  it('sealed, opens for its person and key alone, and is the same bytes for the same vector', () => {
    const key = new Uint8Array(32).fill(7);
    const bytes = vector([0.5, -1], [0.2, 0.4]);
    const sealed = sealVector(key, 'anna', bytes);
    expect(sealed.length).toBe(bytes.length + 28);
    expect(sealVector(key, 'anna', bytes)).toEqual(sealed);
    expect(openVector(key, 'anna', sealed)).toEqual(bytes);
    expect(() => openVector(key, 'ben', sealed)).toThrow(/someone else/);
    expect(() => openVector(new Uint8Array(32), 'anna', sealed)).toThrow(/altered/);
    for (let k = 0; k < sealed.length; k++) {
      const changed = sealed.slice();
      changed[k] = (changed[k] as number) ^ 1;
      expect(() => openVector(key, 'anna', changed)).toThrow(/altered/);
    }
    expect(() => sealVector(new Uint8Array(16), 'anna', bytes)).toThrow(/got 16 bytes/);
  });
});

describe('alignment', () => {
  const layers = layersOf(false);
  const { z } = runEncoder(layers, x);
  // A rotation in the first two axes, and one axis turned around.
  const [c, s] = [Math.cos(1), Math.sin(1)];
  const turn = Float64Array.from([c, -s, 0, s, c, 0, 0, 0, -1]);

  it('finds the rotation of an encoder that was only turned', () => {
    const turned = runEncoder(alignEncoder(layers, { rotation: turn, error: 0, bound: 0, people: 1 }), x).z;
    const found = alignVectors(z, turned, n);
    expect(found.bound).toBeLessThan(1e-5);
    const back = runEncoder(
      alignEncoder(alignEncoder(layers, { rotation: turn, error: 0, bound: 0, people: 1 }), found),
      x,
    ).z;
    back.forEach((v, k) => {
      expect(v).toBeCloseTo(z[k] as number, 4);
    });
    expect(() => checkAlignment(found, 0.1)).not.toThrow();
  });

  it('bounds how far people move, on people it was not fitted to, and refuses what is over', () => {
    const noisy = z.map((v) => v + 0.3 * random.normal());
    const found = alignVectors(z, noisy, n);
    // |gap|² is 0.09 χ²₃: its 95 % quantile is 0.09 · 7.815.
    expect(found.bound).toBeGreaterThan(0.7 * Math.sqrt(0.09 * 7.815));
    expect(found.bound).toBeLessThan(1.4 * Math.sqrt(0.09 * 7.815));
    expect(found.error).toBeCloseTo(0.3, 1);
    expect(() => checkAlignment(found, 0.2)).toThrow(/release it with models trained on it/);
  });
});

describe('dynamics', () => {
  it('finds A, B and the noise of z’ = A z + B u + ε (B45), and never lets z grow', () => {
    const [a, b, deviation] = [
      [
        [0.9, 0.1],
        [-0.1, 0.7],
      ],
      [[0.5], [-0.2]],
      0.3,
    ] as const;
    const m = 6000;
    const [before, u, after] = [new Float64Array(2 * m), new Float64Array(m), new Float64Array(2 * m)];
    for (let i = 0; i < m; i++) {
      const own = [random.normal(), random.normal()] as const;
      u[i] = random.normal();
      for (let k = 0; k < 2; k++) {
        before[2 * i + k] = own[k] as number;
        const row = a[k] as readonly number[];
        after[2 * i + k] =
          (row[0] as number) * own[0] +
          (row[1] as number) * own[1] +
          (b[k]?.[0] as number) * (u[i] as number) +
          deviation * random.normal();
      }
    }
    const person = Array.from({ length: m }, (_, i) => `p${i % 2000}`);
    const moves = { n: m, d: 2, k: 1, before, u, after, person };
    const options = { encoder: digestText, mostDistance: 1, mostSteps: 9 };
    const { dynamics, explained, distance, expected } = fitDynamics(moves, options);
    a.forEach((row, i) => {
      row.forEach((v, j) => {
        expect(dynamics.a[i]?.[j]).toBeCloseTo(v, 1);
      });
      expect(dynamics.b[i]?.[0]).toBeCloseTo(b[i]?.[0] as number, 1);
      expect(dynamics.q[i]?.[i]).toBeCloseTo(0.09, 1);
    });
    expect(explained).toBeGreaterThan(0.5);
    expect(Math.abs(distance / expected - 1)).toBeLessThan(0.1);
    const runaway = fitDynamics({ ...moves, after: before.map((v) => 1.5 * v) }, options).dynamics.a;
    expect(Math.abs(runaway[0]?.[0] as number)).toBeLessThanOrEqual(1.0001);
    expect(() => fitDynamics({ ...moves, n: 10 }, options)).toThrow(/got 10 moves/);
  });
});

describe('messages of neighbours', () => {
  const layers = layersOf(true);
  const shared = Uint8Array.from([1, 1, 1, 0, 0, 0]);
  const pairs = [
    [0, 1],
    [1, 0],
    [2, 2],
    [3, 4],
    [3, 5],
  ] as const;
  const of = Int32Array.from({ length: 6 }, (_, j) => j);
  const ids = Array.from({ length: n }, (_, i) => `p${i}`);
  const quiet = neighboursOf(n, pairs, shared, 0);

  it('go both ways, once, and never to oneself', () => {
    expect(Array.from(quiet.start.subarray(0, 7))).toEqual([0, 1, 2, 2, 4, 5, 6]);
    expect(Array.from(quiet.index)).toEqual([1, 0, 4, 5, 3, 3]);
    expect(messageOf(layers, x, quiet, of, ids, 1)(2)).toBeNull();
  });

  it('do not change by anything in a column that is not shared', () => {
    const dense = Float64Array.from({ length: n * 6 }, () => random.normal());
    const other = dense.map((v, k) => (k % 6 >= 3 ? v + 10 : v));
    const message = (rows: Float64Array) => messageOf(layers, sparseOf(rows, n, 6), quiet, of, ids, 1)(3);
    expect(message(other)).toEqual(message(dense));
    const open = neighboursOf(n, pairs, new Uint8Array(6).fill(1), 0);
    expect(messageOf(layers, sparseOf(other, n, 6), open, of, ids, 1)(3)).not.toEqual(message(dense));
  });

  it('carry the same noise at every publishing, so that asking again tells no more', () => {
    const noisy = neighboursOf(n, pairs, shared, 0.5);
    const once = messageOf(layers, x, noisy, of, ids, 1)(0);
    expect(messageOf(layers, x, noisy, of, ids, 1)(0)).toEqual(once);
    expect(messageOf(layers, x, quiet, of, ids, 1)(0)).not.toEqual(once);
  });
});
