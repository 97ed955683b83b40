import { blobOfText } from './blob-text.ts';
import type { WasmLike } from './kernel-engine.ts';
import type { ModelRunner } from './model-runner.ts';
import { openModel } from './open-model.ts';

/** Opens the blobs that releases carry, each once. The kernel's and the twin's bits are equal, so it matters for speed alone. */
export type Runners = (text: string) => ModelRunner;

/** So many models of live, candidate and shadow releases stay open; the one that was opened first is opened again when asked for. */
const MOST_OPEN = 32;

/** Runners by the blob's text, on the kernel where `wasm` gives it, else on the twin. Throws what `openModel` throws. */
export const createRunners = (wasm?: WasmLike, module?: object): Runners => {
  const open = new Map<string, ModelRunner>();
  return (text) => {
    const known = open.get(text);
    if (known !== undefined) return known;
    const runner = openModel(blobOfText(text), wasm, module);
    if (open.size >= MOST_OPEN) open.delete(open.keys().next().value as string);
    open.set(text, runner);
    return runner;
  };
};

/** Runners without WebAssembly: what is used where a caller brings none. A memo of a pure function, and no other state. */
export const twinRunners: Runners = /* @__PURE__ */ createRunners();
