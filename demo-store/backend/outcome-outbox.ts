import { Fault, type Outcome } from '@causeway/contract';

export type Outbox = {
  /** takes an outcome to deliver; returns at once */
  add(outcome: Outcome): void;
  /** outcomes not yet acknowledged */
  pending(): number;
  /** tries everything now; resolves when each has been tried once */
  flush(): Promise<void>;
  stop(): void;
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** An edge that does not answer for so long is asked again; what it did take it counts once. */
const DEADLINE_MS = 4000;

const within = async (promise: Promise<void>, ms: number): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('timeout', 'outcome', `no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Orders are reported after the sale and never within it: an outcome waits here until the edge has acknowledged it. It
 * keeps its id over all tries, so that the edge counts it once.
 */
export const createOutbox = (send: (outcome: Outcome) => Promise<void>): Outbox => {
  const waiting = new Map<string, Outcome>();
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;

  const tryAll = async (): Promise<void> => {
    for (const [id, outcome] of [...waiting]) {
      try {
        await within(send(outcome), DEADLINE_MS);
        waiting.delete(id);
        wait = FIRST_WAIT_MS;
      } catch {
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        break;
      }
    }
  };

  const flush = async (): Promise<void> => {
    if (running !== null) await running;
    running = tryAll();
    await running;
    running = null;
    schedule();
  };

  const schedule = (): void => {
    if (stopped || timer !== null || waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = null;
      void flush();
    }, wait);
  };

  return {
    add(outcome) {
      waiting.set(outcome.id, outcome);
      void flush();
    },
    pending: () => waiting.size,
    flush,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};
