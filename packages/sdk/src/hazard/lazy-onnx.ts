import { type MakeHazard, pageHazard } from '../core/hazard-runtime.ts';
import type { OnnxPlaces } from './release-onnx.ts';

/** `runtime: 'onnxruntime'`: the kernel from the first step on, and the heavy runtime's file once it has come. */
export const lazyOnnx =
  (places: OnnxPlaces): MakeHazard =>
  (model, page, count) => {
    let runtime = pageHazard(model, page, count);
    void import('./release-onnx.ts')
      .then(({ releaseOnnx }) => {
        runtime = releaseOnnx(places)(model, page, count);
      })
      .catch(() => count('hazard-onnxruntime'));
    return { lambda: (input) => runtime.lambda(input) };
  };
