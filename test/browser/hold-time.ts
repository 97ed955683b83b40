import type { BrowserContext } from 'playwright-core';

export const START = 1_800_000_000_000;

/**
 * The clock of a context's pages stands still, their timers with it, but for when the function that this gives lets so many ms
 * pass: how fast the machine is makes no difference to what a page sees of time.
 */
export const holdTime = async ({
  clock,
}: Pick<BrowserContext, 'clock'>): Promise<(ms: number) => Promise<void>> => {
  await clock.install({ time: START });
  await clock.pauseAt(START + 1000);
  return (ms) => clock.runFor(ms);
};
