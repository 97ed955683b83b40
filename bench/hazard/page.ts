// Runs in the measured page: opens one engine, gives the first λ, and then times calls when asked.
type Run = (row: Float32Array) => number | Promise<number>;

export type Timing = { readonly p50: number; readonly p99: number };
export type BenchPage = {
  /** ms from the document's first byte to the first λ */
  first?: number;
  lambda?: number;
  time?: (blocks: number, calls: number) => Promise<Timing>;
};

let state = 1;
/** Uniform in [-2, 2): many rows in no order, so that a branch predictor cannot learn them by heart. */
const draw = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 1073741824 - 2;
};
const ROWS = Array.from({ length: 1024 }, () => Float32Array.from({ length: 72 }, draw));

/** Microseconds a call, as quantiles over blocks of calls: the clock is too coarse for one. */
const timer =
  (run: Run, sync: boolean) =>
  async (blocks: number, calls: number): Promise<Timing> => {
    const times: number[] = [];
    let sum = 0;
    let next = 0;
    for (let b = -Math.ceil(blocks / 5); b < blocks; b++) {
      const from = performance.now();
      if (sync) for (let c = 0; c < calls; c++) sum += run(ROWS[next++ & 1023] as Float32Array) as number;
      else for (let c = 0; c < calls; c++) sum += await run(ROWS[next++ & 1023] as Float32Array);
      if (b >= 0) times.push(((performance.now() - from) * 1000) / calls);
    }
    if (!(sum > 0)) throw new Error('no probability was computed');
    times.sort((a, b) => a - b);
    const at = (q: number): number =>
      times[Math.min(times.length - 1, Math.floor(q * times.length))] as number;
    return { p50: at(0.5), p99: at(0.99) };
  };

export const measure = async (
  open: (model: Uint8Array) => Run | Promise<Run>,
  sync: boolean,
): Promise<void> => {
  const name = new URLSearchParams(location.search).get('model') ?? '';
  const model = new Uint8Array(await (await fetch(name)).arrayBuffer());
  const run = await open(model);
  const lambda = await run(ROWS[0] as Float32Array);
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const first = performance.now() - (navigation?.responseStart ?? 0);
  const page: BenchPage = { first, lambda, time: timer(run, sync) };
  Object.assign(globalThis, { bench: page });
};
