import { openModel, type WasmLike } from '@causeway/contract';
import { lowerOnnx } from '../../onnx/index.ts';
import type { LearnedHazard } from '../models/fit-tuned.ts';
import type { HazardRows } from '../models/hazard-rows.ts';
import { scoreOnnx } from '../models/score-onnx.ts';

/** A learned hazard as it is shipped. */
export type ShippedHazard = {
  readonly onnx: Uint8Array;
  readonly blob: Uint8Array<ArrayBuffer>;
  /** λ of rows (n), computed by the blob in the kernel. */
  predict(rows: HazardRows): Float64Array;
};

// Node's own types leave it out.
const platform = (globalThis as unknown as { WebAssembly: WasmLike }).WebAssembly;

/** Writes the model and runs what was written: every figure of a report is that of the blob. */
export const shipHazard = (learned: LearnedHazard, names: readonly string[]): ShippedHazard => {
  const onnx = scoreOnnx(learned.score, names);
  const blob = lowerOnnx(onnx);
  const runner = openModel(blob, platform);
  return {
    onnx,
    blob,
    predict: ({ x, n, d }) =>
      Float64Array.from({ length: n }, (_, i) => runner.score(x.subarray(i * d, (i + 1) * d))),
  };
};
