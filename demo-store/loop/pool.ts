/** Runs `work` on 0..count-1, at most `width` at once, in order of start. The first error stops new work and is thrown. */
export const pool = async (
  count: number,
  width: number,
  work: (k: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  let failed = false;
  const run = async (): Promise<void> => {
    while (next < count && !failed) {
      const k = next;
      next += 1;
      try {
        await work(k);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, run));
};
