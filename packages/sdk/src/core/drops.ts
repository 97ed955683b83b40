const MOST_REASONS = 39;
const REASON = /^[a-z0-9-]{1,40}$/;

/** Counts of what could not be kept, sent or done, by reason: all so far, and those not yet told to the edge. */
export type Drops = {
  count(reason: string, n?: number): void;
  all(): Record<string, number>;
  /** the counts not yet told; they are held as told from now on */
  take(): Record<string, number> | null;
  /** those not yet told, which stay so: for the next page of the visit */
  untold(): Readonly<Record<string, number>>;
};

export const createDrops = (onCount: (reason: string, n: number) => void): Drops => {
  const all: Record<string, number> = {};
  let untold: Record<string, number> = {};
  const add = (to: Record<string, number>, reason: string, n: number) => {
    const known = Object.hasOwn(to, reason) || Object.keys(to).length < MOST_REASONS;
    const key = known ? reason : 'other';
    to[key] = (to[key] ?? 0) + n;
  };
  return {
    count(reason, n = 1) {
      if (n <= 0) return;
      const name = REASON.test(reason) ? reason : 'other';
      add(all, name, n);
      add(untold, name, n);
      onCount(name, n);
    },
    all: () => ({ ...all }),
    untold: () => untold,
    take() {
      if (Object.keys(untold).length === 0) return null;
      const told = untold;
      untold = {};
      return told;
    },
  };
};
