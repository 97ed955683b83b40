import { vi } from 'vitest';

/** Waits for as long as a busy machine may need until `check` no longer throws; an idle one waits no longer than that takes. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 120_000, interval: 20 });
