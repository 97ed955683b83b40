import { type Arena, type BoostKernel, HISTOGRAM_BYTES } from '../kernel/index.ts';

/** Histograms of d features, cleared when taken; those given back are used again, so a tree needs about as many as it has open leaves. */
export type HistogramPool = { take(): number; give(at: number): void };

export const histogramPool = (kernel: BoostKernel, arena: Arena, d: number): HistogramPool => {
  const bytes = d * HISTOGRAM_BYTES;
  const idle: number[] = [];
  return {
    take: () => {
      const at = idle.pop();
      if (at === undefined) return arena.take(bytes);
      kernel.clear(at, bytes);
      return at;
    },
    give: (at) => {
      idle.push(at);
    },
  };
};
