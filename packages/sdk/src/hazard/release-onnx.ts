import { Fault, type PageModel, toHex } from '@causeway/contract';
import { type MakeHazard, pageHazard } from '../core/hazard-runtime.ts';
import { onnxHazard } from './onnx-hazard.ts';

/** Where the shop keeps what is too large for a release: addresses on its own host. */
export type OnnxPlaces = {
  /** the .onnx file whose SHA-256 the page model names */
  readonly model: string;
  /** the worker's script; by default `onnx-worker.js` beside this one */
  readonly worker?: string;
  /** onnxruntime's .wasm, or its folder with a slash at the end */
  readonly wasm?: string;
};

/** The file, if it has the digest that the signed page model names. Throws `not-found` or `bad-release`. */
const fetchOnnx = async (address: string, digest: string): Promise<Uint8Array> => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Fault('not-found', address, `it was answered with ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const got = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  if (got !== digest) throw new Fault('bad-release', address, `it has the digest ${got}`);
  return bytes;
};

const open = async (places: OnnxPlaces, model: PageModel['hazard'], digest: string) => {
  const { worker, wasm } = places;
  const runtime = onnxHazard(await fetchOnnx(places.model, digest), {
    ...(worker === undefined ? {} : { worker: () => new Worker(worker, { type: 'module' }) }),
    ...(wasm === undefined ? {} : { wasmPaths: wasm }),
  })(model);
  await runtime.ready;
  return runtime;
};

/**
 * λ_t by onnxruntime in a worker, for a hazard beyond the kernel. Until its model is open, and whenever it cannot be had (counted as
 * `hazard-onnxruntime`), the kernel runs the release's blob.
 */
export const releaseOnnx =
  (places: OnnxPlaces): MakeHazard =>
  (model, page, count) => {
    let runtime = pageHazard(model, page, count);
    const heavy =
      page.onnx === undefined
        ? Promise.reject(new Fault('bad-release', 'page-model.onnx', 'the release names no .onnx'))
        : open(places, model, page.onnx);
    heavy.then(
      (opened) => {
        runtime = opened;
      },
      () => count('hazard-onnxruntime'),
    );
    return { lambda: (input) => runtime.lambda(input) };
  };
