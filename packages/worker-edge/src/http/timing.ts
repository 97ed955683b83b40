/** Server-Timing: where a decision's time went, in ms. A worker's clock moves only over I/O, so arithmetic shows as 0. */
export type Timing = {
  measure<T>(name: string, work: () => Promise<T>): Promise<T>;
  header(): string;
};

export const startTiming = (clock: () => number): Timing => {
  const parts: string[] = [];
  return {
    async measure(name, work) {
      const from = clock();
      try {
        return await work();
      } finally {
        parts.push(`${name};dur=${clock() - from}`);
      }
    },
    header: () => parts.join(', '),
  };
};
