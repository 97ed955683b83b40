const STEP_MS = 5;

/**
 * Waits until something holds that another request brings about, at most `ms`. Only timers of this request are waited for:
 * a promise of another request may never be, since the runtime takes whoever waits for it alone for hung.
 */
export const until = async (holds: () => boolean, ms: number): Promise<boolean> => {
  for (let waited = 0; waited < ms && !holds(); waited += STEP_MS)
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  return holds();
};
