/** Stores take many requests at once, but a worker may hold only six connections. */
const AT_ONCE = 6;

/** Does the work for every item, a few at a time. Throws what the first that fails throws. */
export const inTurns = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  for (let k = 0; k < items.length; k += AT_ONCE) await Promise.all(items.slice(k, k + AT_ONCE).map(work));
};
