import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resetEmbedding, stepEmbedding } from '@causeway/contract';
import { buildSync } from 'esbuild';
import { deltaVectors, packVector } from '../../packages/offline/src/embed/index.ts';
import { sparseBuilder } from '../../packages/offline/src/embed/rows/sparse-rows.ts';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';
import type { Emit } from '../bench.ts';
import { findPeers, PYTHON } from '../boost/peers.ts';

/** `EMBED_PEOPLE=200000` for a machine without the time. */
const PEOPLE = Number(process.env['EMBED_PEOPLE'] ?? 1_000_000);
const INPUTS = 200;
const SIZE = 8;
const HELD = 50_000;

/** 1M people x 200 inputs, about 8 of them not 0, from four hidden traits; the outcome depends on two of them and their product. */
const writeRows = (folder: string): void => {
  const random = makeRandom(1);
  const out = sparseBuilder(INPUTS, 17 * PEOPLE);
  const y = new Float32Array(PEOPLE);
  for (let i = 0; i < PEOPLE; i++) {
    const t = [random.normal(), random.normal(), random.normal(), random.normal()] as const;
    for (let j = 0; j < INPUTS; j++) {
      if (random.uniform() > 0.08) continue;
      const own = t[j % 4] as number;
      if (own + 0.7 * random.normal() > (j % 7) / 6 - 0.5) out.put(j, 1 + 0.2 * own);
    }
    out.endRow();
    y[i] = random.uniform() < 1 / (1 + Math.exp(1 - t[0] - 0.6 * t[1] - 0.8 * t[0] * t[1])) ? 1 : 0;
  }
  const { start, index, value } = out.finish();
  const bytes = (view: ArrayBufferView): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  writeFileSync(join(folder, 'start.f64'), bytes(start));
  writeFileSync(join(folder, 'index.u16'), bytes(index));
  writeFileSync(join(folder, 'value.f32'), bytes(value));
  writeFileSync(join(folder, 'y.f32'), bytes(y));
};

type Training = { cpu: number; seconds: number; auc: number; peakMb: number };

const train = (program: string, args: readonly string[], folder: string): Training => {
  const run = spawnSync(program, [...args, folder, ...[PEOPLE, INPUTS, SIZE, HELD].map(String)], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Training;
};

/** Training on 1M people, beside sklearn where it can be had; a million steps of z between batches; a million vectors to publish. */
export const measureScale = (emit: Emit): void => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-embed-'));
  try {
    writeRows(folder);
    const here = fileURLToPath(new URL('./', import.meta.url));
    const ours = join(folder, 'train-ours.mjs');
    buildSync({
      entryPoints: [join(here, 'train-ours.ts')],
      outfile: ours,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['source'],
      packages: 'bundle',
      external: ['@duckdb/node-api'],
      logLevel: 'error',
    });
    const own = train(process.execPath, [ours], folder);
    const peer = findPeers().includes('sklearn') ? train(PYTHON, [join(here, 'peer.py')], folder) : null;
    const put = (name: string, unit: string, key: keyof Training): void =>
      emit({
        name: `${PEOPLE} x ${INPUTS}, ${name}, beside sklearn SVD + MLP`,
        value: own[key],
        unit,
        peer: peer?.[key] ?? Number.NaN,
      });
    put('training', 'CPU s', 'cpu');
    put('training', 's', 'seconds');
    put('peak memory', 'MB', 'peakMb');
    put('held-out AUC', 'AUC', 'auc');
  } finally {
    rmSync(folder, { recursive: true });
  }
  const random = makeRandom(2);
  const square = (scale: number): number[][] =>
    Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (_, j) => (i === j ? scale : 0.01)));
  const dynamics = {
    kind: 'embedding-dynamics' as const,
    version: 1 as const,
    encoder: '0'.repeat(64),
    a: square(0.95),
    b: square(0.2),
    q: square(0.02),
    mostDistance: 2,
    mostSteps: 50,
  };
  const us = Array.from({ length: 1000 }, () => Array.from({ length: SIZE }, random.normal));
  let start = performance.now();
  let moving = resetEmbedding(new Array(SIZE).fill(0), new Array(SIZE).fill(0.3));
  for (let i = 0; i < PEOPLE; i++) {
    if (i % 20 === 0) moving = resetEmbedding(moving.z, new Array(SIZE).fill(0.3));
    moving = stepEmbedding(dynamics, moving, us[i % 1000] as number[]);
  }
  const stepped = (performance.now() - start) / 1000;
  // The baseline moves z alone, without the covariance that tells how far it may have drifted.
  start = performance.now();
  let z = new Array<number>(SIZE).fill(0);
  for (let i = 0; i < PEOPLE; i++)
    z = dynamics.a.map((row, r) =>
      row.reduce((sum, v, k) => sum + v * (z[k] as number), 0.2 * (us[i % 1000]?.[r] as number)),
    );
  const plain = (performance.now() - start) / 1000;
  emit({
    name: `incremental update of ${PEOPLE} sessions, beside z without its spread`,
    value: stepped,
    unit: 's',
    peer: plain,
  });

  start = performance.now();
  const spread = new Array<number>(SIZE).fill(0.4);
  const packedOf = (shift: number): Map<string, Uint8Array> => {
    const out = new Map<string, Uint8Array>();
    for (let i = 0; i < PEOPLE; i++) {
      const own = us[i % 1000] as number[];
      const moved = i % 20 === 0 ? own.map((v) => v + shift) : own;
      out.set(`p${i}`, packVector({ encoder: dynamics.encoder, at: 1.7e12, z: moved, spread }));
    }
    return out;
  };
  const before = packedOf(0);
  const after = packedOf(0.5);
  const packing = (performance.now() - start) / 2000;
  start = performance.now();
  const delta = deltaVectors(before, after);
  const comparing = (performance.now() - start) / 1000;
  emit({
    name: `packing ${PEOPLE} vectors, beside finding what changed in them`,
    value: packing,
    unit: 's',
    peer: comparing,
  });
  emit({
    name: 'vectors to publish when one in twenty moved, beside all',
    value: delta.put.length,
    unit: 'vectors',
    peer: after.size,
  });
};
