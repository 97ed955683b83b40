import { BLOB_MAGIC, BLOB_VERSION, VERSION_AT } from './blob-layout.ts';
import { guardChoices } from './guard-choices.ts';
import type { WasmLike } from './kernel-engine.ts';
import { tryKernel } from './kernel-engine.ts';
import type { Engine, ModelRunner } from './model-runner.ts';
import { modelRunner, passesGolden } from './model-runner.ts';
import { parseBlob } from './parse-blob.ts';
import { readBlob } from './read-blob.ts';
import type { Blob } from './read-header.ts';
import { headerOf } from './read-header.ts';
import { refuseBlob } from './refuse-blob.ts';
import { runTwin } from './twin.ts';

export const twinEngine = (blob: Blob): Engine => {
  const words = new Uint32Array(blob.total);
  words.set(blob.words);
  const floats = new Float32Array(words.buffer);
  return { name: 'twin', floats, step: () => runTwin(floats, words) };
};

/**
 * A model's runner, after every check: the kernel where it can be had and gives the golden row's bits, else the twin, which
 * gives the same bits. Throws `bad-model` or `unknown-version`.
 */
export const openModel = (bytes: Uint8Array, wasm?: WasmLike, module?: object): ModelRunner => {
  const blob = parseBlob(bytes);
  const kernel = tryKernel(blob, wasm, module);
  if (kernel !== null) return guardChoices(kernel);
  const twin = modelRunner(blob, twinEngine(blob));
  if (!passesGolden(twin)) refuseBlob('model', 'its golden row is not what its ops give');
  return guardChoices(twin);
};

/**
 * The short way for a page: a blob with the right digest is as its maker checked it, and the golden row shows that this
 * kernel runs it; it brings neither the whole check nor the twin. Null where the kernel cannot be had: `openModel` then.
 */
export const openSealed = (bytes: Uint8Array, wasm?: WasmLike, module?: object): ModelRunner | null => {
  const kernel = tryKernel(readBlob(bytes), wasm, module);
  return kernel && guardChoices(kernel);
};

/**
 * The shortest way: a blob from inside an artefact whose digest was checked, by an edge that had refused a bad one. One look at its form and the
 * golden row still show that this kernel runs it. Throws `bad-model`; null where the kernel cannot be had.
 */
export const openTrusted = (bytes: Uint8Array, wasm?: WasmLike, module?: object): ModelRunner | null => {
  const words = new Uint32Array(bytes.slice().buffer);
  if (words[0] !== BLOB_MAGIC || words[VERSION_AT] !== BLOB_VERSION) refuseBlob('model', 'another form');
  return tryKernel(headerOf(words), wasm, module);
};
