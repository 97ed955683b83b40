import type { Shopper } from './shell/shopper.ts';
import { forget, start } from './shell/start.ts';
import type { StartOptions } from './shell/start-options.ts';

type Command = Exclude<keyof Shopper, 'state'>;
type Stub = { readonly q?: readonly ArrayLike<unknown>[] };

/** The page's one shopper, made by the first `start`. */
let shopper: Shopper | null = null;
const early: unknown[][] = [];

const run = (name: string, args: unknown[]): unknown => {
  if (name === 'start') {
    shopper ??= start(args[0] as StartOptions);
    for (const call of early.splice(0)) causeway(...(call as [string, ...unknown[]]));
    return shopper;
  }
  if (shopper === null) {
    if (early.length < 100) early.push([name, ...args]);
    return undefined;
  }
  if (name === 'decide') {
    const callback =
      typeof args.at(-1) === 'function' ? (args.pop() as (decided: unknown) => void) : undefined;
    const decided = shopper.decide(...(args as Parameters<Shopper['decide']>));
    if (callback !== undefined) void decided.then(callback).catch(() => undefined);
    return decided;
  }
  const method = shopper[name as Command] as ((...args: unknown[]) => unknown) | undefined;
  return method?.(...args);
};

/** `causeway('start', {...})`, `causeway('decide', 'checkout-help', callback)` and so on: a Shopper's methods by name. */
const causeway = (name: string, ...args: unknown[]): unknown => {
  try {
    return run(name, args);
  } catch {
    return undefined;
  }
};

const entry = Object.assign(causeway, {
  start: (options: StartOptions) => run('start', [options]) as Shopper,
  forget,
});

// The snippet's stub is still the global while this runs: what it collected is replayed in order.
const stub = (globalThis as { causeway?: Stub }).causeway;
for (const call of stub?.q ?? []) causeway(...(Array.from(call ?? []) as [string, ...unknown[]]));

export default entry;
