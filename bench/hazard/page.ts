// Runs in the measured page: opens one engine, gives the first λ, and then times calls when asked.
import { rows } from './rows.ts';

type Run = (row: Float32Array) => number | Promise<number>;

export type BenchPage = {
  /** ms after navigation: the first λ, and the tool's own beginning: its script's request, or an inlined script's first line */
  first?: number;
  begun?: number;
  lambda?: number;
  time?: (blocks: number, calls: number) => Promise<number[]>;
};

/** Microseconds a call, one figure a block of calls: the clock is too coarse for one. The first fifth again warms up. */
const timer =
  (run: Run, sync: boolean) =>
  async (blocks: number, calls: number): Promise<number[]> => {
    const all = rows(1024);
    const times: number[] = [];
    let sum = 0;
    let next = 0;
    for (let b = -Math.ceil(blocks / 5); b < blocks; b++) {
      const from = performance.now();
      if (sync) for (let c = 0; c < calls; c++) sum += run(all[next++ & 1023] as Float32Array) as number;
      else for (let c = 0; c < calls; c++) sum += await run(all[next++ & 1023] as Float32Array);
      if (b >= 0) times.push(((performance.now() - from) * 1000) / calls);
    }
    if (!(sum > 0)) throw new Error('no probability was computed');
    return times;
  };

export const measure = async (
  open: (model: Uint8Array) => Run | Promise<Run>,
  sync: boolean,
): Promise<void> => {
  const name = new URLSearchParams(location.search).get('model') ?? '';
  const model = new Uint8Array(await (await fetch(name)).arrayBuffer());
  const run = await open(model);
  const lambda = await run(rows(1)[0] as Float32Array);
  const first = performance.now();
  const [script] = performance.getEntriesByName(import.meta.url);
  const page: BenchPage = { begun: script?.startTime ?? 0, first, lambda, time: timer(run, sync) };
  Object.assign(globalThis, { bench: page });
};
