import { openOnnx } from '../../packages/sdk/src/hazard/onnx-session.ts';
import { measure } from './page.ts';

void measure(async (onnx) => {
  const session = await openOnnx(onnx, { wasmPaths: '/ort-wasm-simd-threaded.wasm' });
  return async (row) => (await session.run(row))[0] as number;
}, false);
