import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { auc } from '../packages/offline/src/hazard/probability-metrics.ts';
import type { Bench } from './bench.ts';
import { COLUMNS, HELD_OUT, makeData } from './boost/make-data.ts';
import { findPeers, type Peer, PYTHON } from './boost/peers.ts';
import { histogramTimes } from './boost/plain-histogram.ts';

const SIZES = [
  { rows: 200_000, label: '200k', rounds: 3 },
  { rows: 1_000_000, label: '1M', rounds: 2 },
];
const MOST = Math.max(...SIZES.map(({ rows }) => rows));

type Training = { cpu: number; peakMb: number; auc: number };

const floats = (path: string, bytes: 4 | 8): Float32Array | Float64Array => {
  const { buffer, byteOffset, length } = readFileSync(path);
  const own = buffer.slice(byteOffset, byteOffset + length);
  return bytes === 4 ? new Float32Array(own) : new Float64Array(own);
};

const train = (folder: string, command: string[], y: ArrayLike<number>): Training => {
  const [program = '', ...args] = command;
  const run = spawnSync(program, [...args, String(MOST), String(HELD_OUT)], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${command.join(' ')}: ${run.stderr}`);
  const { cpu, peakMb } = JSON.parse(run.stdout) as { cpu: number; peakMb: number };
  return {
    cpu,
    peakMb,
    auc: auc(
      floats(join(folder, 'scores.f64'), 8),
      y,
      Array.from(y, (_, i) => `${i}`),
    ).value,
  };
};

/** Least CPU and memory of the rounds: what other work on the machine adds is no part of it. */
const least = (runs: Training[]): Training => ({
  cpu: Math.min(...runs.map(({ cpu }) => cpu)),
  peakMb: Math.min(...runs.map(({ peakMb }) => peakMb)),
  auc: (runs[0] as Training).auc,
});

const SHAPES: Record<Peer, string> = { xgboost: 'depth', sklearn: 'leaf' };

const bench: Bench = {
  name: 'boost',
  about: `boosted trees, 100 on 200k and 1M x ${COLUMNS}, one thread, beside xgboost hist and sklearn HistGradientBoosting`,
  run: (emit) => {
    const times = histogramTimes();
    emit({
      name: 'histogram, beside plain TypeScript',
      value: times.kernel,
      unit: 'ns/row/feature',
      peer: times.plain,
    });
    const peers = findPeers();
    if (peers.length === 0) return;
    const folder = mkdtempSync(join(tmpdir(), 'causeway-boost-'));
    try {
      makeData(folder, MOST);
      const y = floats(join(folder, 'y.f32'), 4).subarray(MOST);
      const here = fileURLToPath(new URL('./boost/', import.meta.url));
      const ours = join(folder, 'train-ours.mjs');
      // One plain file: what loads TypeScript would count as memory of the trees.
      buildSync({
        entryPoints: [join(here, 'train-ours.ts')],
        outfile: ours,
        bundle: true,
        platform: 'node',
        format: 'esm',
        conditions: ['source'],
        logLevel: 'error',
      });
      for (const { rows, label, rounds } of SIZES)
        for (const peer of peers) {
          const [own, other]: [Training[], Training[]] = [[], []];
          for (let k = 0; k < rounds; k++) {
            own.push(train(folder, [process.execPath, ours, folder, String(rows), SHAPES[peer]], y));
            other.push(train(folder, [PYTHON, join(here, 'train-peer.py'), folder, String(rows), peer], y));
          }
          const [value, against] = [least(own), least(other)];
          const put = (name: string, unit: string, key: keyof Training): void =>
            emit({ name: `${label}, ${name}, beside ${peer}`, value: value[key], unit, peer: against[key] });
          put('training', 'CPU s', 'cpu');
          put('peak memory', 'MB', 'peakMb');
          put('held-out AUC', 'AUC', 'auc');
        }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default bench;
