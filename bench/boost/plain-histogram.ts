import { HISTOGRAM_BYTES, withBoostKernel } from '../../packages/offline/src/kernel/index.ts';
import { makeRandom } from '../../packages/offline/src/maths/index.ts';

const [N, D, ROUNDS] = [200_000, 40, 12];

const plain = (bins: Uint8Array, pairs: Float32Array, sums: Float64Array): void => {
  for (let i = 0; i < N; i++) {
    const g = pairs[2 * i] as number;
    const h = pairs[2 * i + 1] as number;
    for (let f = 0; f < D; f++) {
      const at = 2 * (256 * f + (bins[i * D + f] as number));
      sums[at] = (sums[at] as number) + g;
      sums[at + 1] = (sums[at + 1] as number) + h;
    }
  }
};

/** CPU nanoseconds a row and feature of filling a node's histograms: the kernel, and the same loop in plain TypeScript. */
export const histogramTimes = (): { kernel: number; plain: number } =>
  withBoostKernel((kernel, arena) => {
    const random = makeRandom(1);
    const [bins, rows, pairs] = [arena.take(N * D), arena.take(4 * N), arena.take(8 * N)];
    const hist = arena.take(D * HISTOGRAM_BYTES);
    const codes = arena.u8(bins, N * D);
    for (let k = 0; k < codes.length; k++) codes[k] = random.integer(255);
    const list = arena.u32(rows, N);
    for (let i = 0; i < N; i++) list[i] = i;
    const weights = arena.f32(pairs, 2 * N).fill(0.25);
    const sums = new Float64Array(512 * D);
    const best = (run: () => void): number => {
      let least = Infinity;
      for (let k = 0; k < ROUNDS; k++) {
        const before = process.cpuUsage();
        run();
        const { user, system } = process.cpuUsage(before);
        least = Math.min(least, (1000 * (user + system)) / (N * D));
      }
      return least;
    };
    return {
      kernel: best(() => kernel.histogram(bins, D, rows, N, pairs, hist)),
      plain: best(() => plain(codes, weights, sums)),
    };
  });
