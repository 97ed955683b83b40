import type { Env } from '../env.ts';
import type { Registry } from './registry.ts';

export const registryObject = (env: Env): DurableObjectStub<Registry> =>
  env.REGISTRY.get(env.REGISTRY.idFromName('registry'));
