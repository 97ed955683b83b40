type Methods = { readonly [name: string]: ((...args: unknown[]) => unknown) | undefined };
type Stub = { readonly q?: readonly ArrayLike<unknown>[] };

/** Calls that come before `start` wait, so many at most. */
const MOST_EARLY = 100;

/**
 * The script tag's global: `causeway('start', {...})`, `causeway('decide', 'checkout-help', callback)` and so on, a Shopper's
 * methods by name. What the snippet's stub collected is replayed in order. Nothing in it throws.
 */
export const scriptGlobal = <O, S extends object, F>(start: (options: O) => S, more: F) => {
  /** the page's one shopper, made by the first `start` */
  let shopper: S | null = null;
  const early: unknown[][] = [];
  const run = (name: string, args: unknown[]): unknown => {
    if (name === 'start') {
      shopper ??= start(args[0] as O);
      for (const call of early.splice(0)) causeway(...(call as [string, ...unknown[]]));
      return shopper;
    }
    if (shopper === null) {
      if (early.length < MOST_EARLY) early.push([name, ...args]);
      return undefined;
    }
    const callback = name === 'decide' && typeof args.at(-1) === 'function' ? args.pop() : undefined;
    const done = (shopper as Methods)[name]?.(...args);
    if (callback !== undefined)
      (done as Promise<unknown>).then(callback as () => void).catch(() => undefined);
    return done;
  };

  const causeway = (name: string, ...args: unknown[]): unknown => {
    try {
      return run(name, args);
    } catch {
      return undefined;
    }
  };

  // The snippet's stub is still the global while this runs.
  const stub = (globalThis as { causeway?: Stub }).causeway;
  for (const call of stub?.q ?? []) causeway(...(Array.from(call ?? []) as [string, ...unknown[]]));
  return Object.assign(causeway, { start: (options: O) => run('start', [options]) as S, ...more });
};
