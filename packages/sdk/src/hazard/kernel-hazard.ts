import type { HazardModel, ModelRunner, WasmLike } from '@causeway/contract';
import { HAZARD_ROW_SIZE, hazardRow, openSealed } from '@causeway/contract';
import { contractHazard, type HazardRuntime } from '../core/hazard-runtime.ts';
import { checkHazardBlob } from './hazard-model-row.ts';

export type KernelHazardOptions = {
  /** the platform's WebAssembly; undefined says that there is none */
  readonly wasm?: WasmLike | undefined;
  /** the compiled kernel, where compiling at run time is forbidden */
  readonly module?: object;
  /** told once when the kernel cannot be had and the twin takes over */
  readonly onTwin?: () => void;
};

const runtimeOf = (model: ModelRunner): HazardRuntime => {
  checkHazardBlob(model);
  const row = new Float32Array(HAZARD_ROW_SIZE);
  return { lambda: (input) => model.score(hazardRow(input, row)) };
};

/**
 * λ_t by a release's model blob: one synchronous call of the kernel, which is inlined, so that the first step has its λ at once.
 * Where a content policy forbids WebAssembly the twin is loaded, and the contract's formula (B24) answers until it has come.
 * Throws `bad-model` for a blob that is not whole or that takes other rows.
 */
export const kernelHazard =
  (blob: Uint8Array, options: KernelHazardOptions = {}) =>
  (model: HazardModel): HazardRuntime => {
    const wasm = 'wasm' in options ? options.wasm : globalThis.WebAssembly;
    const sealed = openSealed(blob, wasm, options.module);
    if (sealed !== null) return runtimeOf(sealed);
    let runtime = contractHazard(model);
    void import('./twin-hazard.ts').then(
      ({ openTwin }) => {
        runtime = runtimeOf(openTwin(blob));
        options.onTwin?.();
      },
      () => undefined,
    );
    return { lambda: (input) => runtime.lambda(input) };
  };
