import type { ModelRunner, Release, WasmLike } from '@causeway/contract';
import { createRunners } from '@causeway/contract';
import kernel from '@causeway/contract/kernel.wasm';

/**
 * The blobs of the releases that this isolate decides by, each opened once. workerd forbids compiling WebAssembly at run time, so the kernel
 * comes as an imported module; where it cannot be had, or fails a blob's golden row, the twin gives the same bits.
 */
// The platform's types say that nothing can be compiled here, which is true, and not asked for.
export const modelRunners = createRunners(WebAssembly as unknown as WasmLike, kernel);

/** What runs the release's hazard here; null when it has no blob, and the formula answers. */
export const engineOf = ({ page }: Release): ModelRunner['engine'] | null =>
  page.blob === undefined ? null : modelRunners(page.blob).engine;
