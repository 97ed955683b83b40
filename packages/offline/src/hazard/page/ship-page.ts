import { hazardBlob, type ModelRunner, openModel, type WasmLike } from '@causeway/contract';
import { hazardOnnx, lowerOnnx } from '../../onnx/index.ts';
import type { HazardFit } from '../fit-hazard.ts';
import type { LearnedHazard } from '../models/fit-tuned.ts';
import { pageOnnx } from './page-onnx.ts';

/** A page's hazard as it is published: both files of one model, and what runs the blob. */
export type ShippedPage = {
  readonly onnx: Uint8Array;
  readonly blob: Uint8Array<ArrayBuffer>;
  readonly runner: ModelRunner;
};

// Node's own types leave it out.
const platform = (globalThis as unknown as { WebAssembly: WasmLike }).WebAssembly;

const shipped = (onnx: Uint8Array, blob: Uint8Array<ArrayBuffer>): ShippedPage => ({
  onnx,
  blob,
  runner: openModel(blob, platform),
});

/** The linear hazard (B24). */
export const shipLinear = ({ model }: HazardFit): ShippedPage =>
  shipped(hazardOnnx(model), hazardBlob(model));

/** Any other form: the blob is what the .onnx lowers to. */
export const shipLearned = ({ score }: LearnedHazard): ShippedPage => {
  const onnx = pageOnnx(score);
  return shipped(onnx, lowerOnnx(onnx));
};
