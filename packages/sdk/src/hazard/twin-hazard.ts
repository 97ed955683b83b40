import { type ModelRunner, openModel } from '@causeway/contract';
import { checkHazardBlob } from './hazard-model-row.ts';

/** The model without WebAssembly: every check, and the twin. Loaded by a page that may not compile the kernel. */
export const openTwin = (blob: Uint8Array): ModelRunner => {
  const model = openModel(blob);
  checkHazardBlob(model);
  return model;
};
