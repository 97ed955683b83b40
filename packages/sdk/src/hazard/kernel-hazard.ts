import type { HazardModel, WasmLike } from '@causeway/contract';
import { openSealed } from '@causeway/contract';
import { blobHazard } from '../core/blob-hazard.ts';
import { contractHazard, type HazardRuntime } from '../core/hazard-runtime.ts';
import { checkHazardBlob } from './hazard-model-row.ts';

/** Where the kernel may compile. */
export type KernelHazardOptions = {
  /** the platform's WebAssembly; undefined says that there is none; by default the global one */
  readonly wasm?: WasmLike | undefined;
  /** the compiled kernel, where compiling at run time is forbidden */
  readonly module?: object;
  /** told once when the kernel cannot be had and the twin takes over */
  readonly onTwin?: () => void;
};

/**
 * λ_t by a model blob of the shop's own, in place of the release's: one synchronous call of the kernel. Where a content policy forbids
 * WebAssembly the twin is loaded, and the contract's formula (B24) answers until it has come.
 * Throws `bad-model` for a blob that is not whole or that takes other rows.
 */
export const kernelHazard =
  (blob: Uint8Array, options: KernelHazardOptions = {}) =>
  (model: HazardModel): HazardRuntime => {
    const wasm = 'wasm' in options ? options.wasm : globalThis.WebAssembly;
    const sealed = openSealed(blob, wasm, options.module);
    if (sealed !== null) checkHazardBlob(sealed);
    return blobHazard(sealed, blob, {
      meanwhile: contractHazard(model),
      onTwin: options.onTwin ?? (() => {}),
      onFault: () => {},
    });
  };
