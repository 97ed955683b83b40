// Runtimes for a hazard model: `start({ hazardRuntime: kernelHazard(blob) })`.
export { type KernelHazardOptions, kernelHazard } from './kernel-hazard.ts';
export { lazyOnnx } from './lazy-onnx.ts';
export { type OnnxHazard, type OnnxHazardOptions, onnxHazard } from './onnx-hazard.ts';
