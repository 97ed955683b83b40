import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench, Emit } from './bench.ts';
import type { JobName, JobResult } from './warehouse-job.ts';

/** Millions of events; WAREHOUSE_EVENTS=5,50 measures both, and how time grows. */
const SIZES = (process.env.WAREHOUSE_EVENTS ?? '5').split(',').map(Number);

/** Polars holds the whole join: 1.6 GB at 5M events, about ten times that at 50M. */
const POLARS_MOST = Number(process.env.WAREHOUSE_POLARS_MOST ?? 10);

/** One contestant in a process of its own: its seconds, and the most memory that it held. */
const run = (job: JobName, folder: string, millions: number): Promise<JobResult> =>
  new Promise((resolve, reject) => {
    const child = fork(
      fileURLToPath(new URL('./warehouse-job.ts', import.meta.url)),
      [job, folder, String(millions)],
      {
        execArgv: process.execArgv,
        stdio: ['ignore', 2, 2, 'ipc'],
      },
    );
    let result: JobResult | null = null;
    child.on('message', (message: JobResult) => {
      result = message;
    });
    child.on('exit', (code) =>
      result === null ? reject(new Error(`${job} on ${millions}M ended with ${code}`)) : resolve(result),
    );
  });

const measure = async (emit: Emit, millions: number): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'));
  try {
    await run('generate', folder, millions);
    const compiled = await run('compiled', folder, millions);
    const hand = await run('hand-written', folder, millions);
    const again = await run('compiled', folder, millions);
    const handAgain = await run('hand-written', folder, millions);
    const best = Math.min(compiled.seconds, again.seconds);
    const byHand = Math.min(hand.seconds, handAgain.seconds);
    const label = `${millions}M events, ${(millions * 1e6) / 25 / 1000}k exposures, 22 columns`;
    if (compiled.check !== hand.check)
      throw new Error(`compiled gives ${compiled.check}, by hand ${hand.check}`);
    emit({ name: `${label}: time beside hand-written SQL`, value: best, unit: 's', peer: byHand });
    emit({
      name: `${label}: peak memory beside hand-written SQL`,
      value: compiled.peakMb,
      unit: 'MB',
      peer: hand.peakMb,
    });
    emit({
      name: `${label}: events a second beside hand-written SQL`,
      value: (millions * 1e6) / best,
      unit: '1/s',
      peer: (millions * 1e6) / byHand,
    });
    const polars = millions > POLARS_MOST ? null : await run('polars', folder, millions);
    if (polars !== null) {
      emit({ name: `${label}: time beside nodejs-polars`, value: best, unit: 's', peer: polars.seconds });
      emit({
        name: `${label}: peak memory beside nodejs-polars`,
        value: compiled.peakMb,
        unit: 'MB',
        peer: polars.peakMb,
      });
    }
    return best;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export default {
  name: 'warehouse',
  about:
    'point-in-time features of a skewed history, beside hand-written DuckDB SQL and nodejs-polars (WAREHOUSE_EVENTS=5,50)',
  run: async (emit) => {
    const seconds: number[] = [];
    for (const millions of SIZES) seconds.push(await measure(emit, millions));
    const [small, large] = seconds;
    if (small !== undefined && large !== undefined) {
      emit({
        name: `time for ${SIZES[1]}M events beside ${SIZES[0]}M`,
        value: large,
        unit: 's',
        peer: small,
      });
    }
  },
} satisfies Bench;
