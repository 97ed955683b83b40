import { type Config, readConfig } from '../config.ts';
import type { Env } from '../env.ts';

// Vars never change in an isolate's life: they are read and checked once for each environment.
const memo = new WeakMap<Env, Config>();

/** The worker's vars, checked. Throws `bad-config` that names the var. */
export const configOf = (env: Env): Config => {
  const found = memo.get(env);
  if (found !== undefined) return found;
  const config = readConfig(env);
  memo.set(env, config);
  return config;
};
