import { fromBase64url } from '../maths/bytes.ts';
import { refuseBlob } from './check-ops.ts';
import { KERNEL_BYTES } from './kernel-bytes.ts';
import type { Engine, ModelRunner } from './model-runner.ts';
import { modelRunner, passesGolden } from './model-runner.ts';
import type { Blob } from './parse-blob.ts';
import { parseBlob } from './parse-blob.ts';
import { runTwin } from './twin.ts';

/** The part of the global `WebAssembly` that a kernel needs; given by the caller, since the contract has no platform. */
export type WasmLike = {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  // The platform's own types differ (its Module is opaque), so both sides are left wide.
  readonly Instance: new (
    module: never,
  ) => { readonly exports: object };
};

type KernelExports = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  run(base: number): void;
};

const PAGE = 65536;

/** The kernel's own WebAssembly code, for a runtime that compiles it or imports it as a file. */
export const kernelBytes = (): Uint8Array<ArrayBuffer> =>
  fromBase64url(KERNEL_BYTES) as Uint8Array<ArrayBuffer>;

/** The kernel over one blob. `module` is the compiled kernel where compiling at run time is forbidden (workerd). */
export const kernelEngine = (
  blob: Blob,
  wasm: WasmLike,
  module: object = new wasm.Module(kernelBytes()),
): Engine => {
  const { memory, run } = new wasm.Instance(module as never).exports as KernelExports;
  const pages = Math.ceil((4 * blob.total) / PAGE) - memory.buffer.byteLength / PAGE;
  if (pages > 0) memory.grow(pages);
  new Uint32Array(memory.buffer).set(blob.words);
  return { name: 'kernel', floats: new Float32Array(memory.buffer), step: () => run(0) };
};

export const twinEngine = (blob: Blob): Engine => {
  const words = new Uint32Array(blob.total);
  words.set(blob.words);
  const floats = new Float32Array(words.buffer);
  return { name: 'twin', floats, step: () => runTwin(floats, words) };
};

const tryKernel = (blob: Blob, wasm: WasmLike | undefined, module?: object): Engine | null => {
  try {
    // A page's content policy may forbid compiling; validate() would still say yes, so it is tried.
    const engine = wasm === undefined ? null : kernelEngine(blob, wasm, module);
    return engine !== null && passesGolden(blob, engine) ? engine : null;
  } catch {
    return null;
  }
};

/**
 * A model's runner: the kernel where it can be had and gives the golden row's bits, else the twin, which gives the same
 * bits. Throws `bad-model` or `unknown-version` for a blob that is not whole, or that neither engine runs as its maker did.
 */
export const openModel = (bytes: Uint8Array, wasm?: WasmLike, module?: object): ModelRunner => {
  const blob = parseBlob(bytes);
  const kernel = tryKernel(blob, wasm, module);
  if (kernel !== null) return modelRunner(blob, kernel);
  const twin = twinEngine(blob);
  if (!passesGolden(blob, twin)) refuseBlob('model', 'its golden row is not what its ops give');
  return modelRunner(blob, twin);
};
