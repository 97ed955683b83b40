import { Fault } from '../fault.ts';

/** Every refusal of a blob is a `bad-model` with a sentence of its own. */
export const refuseBlob = (at: string, message: string): never => {
  throw new Fault('bad-model', at, message);
};
