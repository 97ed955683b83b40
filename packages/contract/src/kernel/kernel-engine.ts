import { KERNEL_BYTES } from './kernel-bytes.ts';
import type { Engine, ModelRunner } from './model-runner.ts';
import { modelRunner, passesGolden } from './model-runner.ts';
import type { Blob } from './read-header.ts';

/** The part of the global `WebAssembly` that a kernel needs; given by the caller, since the contract has no platform. */
export type WasmLike = {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  // The platforms' types of a module differ, so it is taken as it comes.
  readonly Instance: new (
    module: never,
  ) => { readonly exports: object };
};

type KernelExports = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  run(): void;
};

/** The blob lies behind the first page, which is the kernel's own. */
const BLOB_AT = 65536;

/** The kernel's own WebAssembly code, for a runtime that compiles it here; others import kernel.wasm as a file. */
export const kernelBytes = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(KERNEL_BYTES.match(/../g) as string[], (pair) => Number(`0x${pair}`));

/** The kernel over one blob. `module` is the compiled kernel where compiling at run time is forbidden (workerd). */
export const kernelEngine = (
  blob: Blob,
  wasm: WasmLike,
  module: object = new wasm.Module(kernelBytes()),
): Engine => {
  const { memory, run } = new wasm.Instance(module as never).exports as KernelExports;
  // Four times the words of blob and arena, so that gemv may look three rows ahead; pages that nobody touches cost nothing.
  memory.grow(blob.total >> 12);
  new Uint32Array(memory.buffer, BLOB_AT).set(blob.words);
  return { name: 'kernel', floats: new Float32Array(memory.buffer, BLOB_AT), step: run };
};

/** The kernel where it can be had and gives the golden row's bits; else null. */
export const tryKernel = (blob: Blob, wasm: WasmLike | undefined, module?: object): ModelRunner | null => {
  try {
    // A page's content policy may forbid compiling; validate() would still say yes, so it is tried.
    const runner = wasm && modelRunner(blob, kernelEngine(blob, wasm, module));
    if (runner && passesGolden(runner)) return runner;
  } catch {
    // no kernel here
  }
  return null;
};
